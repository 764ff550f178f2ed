/** What an approval is bound to: change one character of the tool, its arguments or its subject, and it is another effect. */
import { hashOf } from '../gateway/canonical-json.ts'

/** Whom or what the run is about; null where it is about nobody in particular. */
export type EffectSubject = { type: 'lead'; id: string } | null

export const subjectOf = (boundLeadId: string | null): EffectSubject =>
  boundLeadId === null ? null : { type: 'lead', id: boundLeadId }

/** SHA-256 over the canonical JSON of the three, in hexadecimal. */
export const effectHash = (tool: string, args: unknown, subject: EffectSubject): string =>
  hashOf({ tool, arguments: args, subject })
