/** ETags of records, and what `If-Match` says about them. */
import { preconditionRequired, stale } from '../http/errors.ts'

/** It changes with every change of the record. */
export const etagOf = ({ version }: { version: number }) => `"${version}"`

/** @throws AppError 428 without the header, 412 when the record was changed since. */
export function requireMatch(
  ifMatch: string | undefined,
  row: { version: number },
  noun: string,
): void {
  if (ifMatch === undefined) throw preconditionRequired()
  refuseStale(ifMatch, row, noun)
}

/** @throws AppError 412 when the header is there and the record was changed since. */
export function refuseStale(
  ifMatch: string | undefined,
  row: { version: number },
  noun: string,
): void {
  if (ifMatch !== undefined && !matchesEtag(ifMatch, etagOf(row))) throw stale(noun)
}

/** RFC 9110 §13.1.1: `*`, or any of the listed tags; quotes may be missing, as some clients send them. */
export function matchesEtag(ifMatch: string, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '').replace(/^"|"$/g, '')
  return ifMatch.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag))
}
