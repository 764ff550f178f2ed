/** How entries hang together: each one's hash covers the entry, its place, and the hash before it. */
import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'

/** An entry as it is hashed: `at` to the microsecond, money as text, so that nothing can change and hash the same. */
export type SealedEntry = Readonly<Record<string, unknown>> & { readonly id: string }

export interface Link {
  organizationId: string
  /** From 1, without gaps, in each organization. */
  seq: number
  /** The hash of the link before; `BEGINNING` for the first. */
  previous: string
  /** ISO 8601 with milliseconds. */
  sealedAt: string
  entry: SealedEntry
}

/** What the first link follows. */
export const BEGINNING = '0'.repeat(64)

/** SHA-256 in hex, over the canonical JSON of all that a link says. */
export const hashLink = (link: Link): string =>
  createHash('sha256')
    .update(
      canonicalJson({
        version: 1,
        organization_id: link.organizationId,
        seq: link.seq,
        previous: link.previous,
        sealed_at: link.sealedAt,
        entry: link.entry,
      }),
    )
    .digest('hex')
