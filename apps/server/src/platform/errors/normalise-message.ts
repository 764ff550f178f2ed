/**
 * A message as it may be kept: no secrets, and nothing of a person that can be told from the code's own words. So it is the same
 * for everybody whom the error meets, too.
 */
import { redactSecrets } from '../audit/redact-secrets.ts'

/** UTF-16 code units. */
const LONGEST = 300
/** What is beyond is not even looked at. */
const LOOKED_AT = 4_000

const REPLACED: readonly [RegExp, string][] = [
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '<email>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{16,}\b/gi, '<hex>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '<address>'],
  // Also a phone number, with all that people put between its digits.
  [/\+?\d[\d\s()/.,-]{5,}\d/g, '<n>'],
  [/\d+(?:[.,]\d+)*/g, '<n>'],
]

/** Between quotes stands what somebody wrote, unless an engine speaks of code. What was cut off has no second one. */
const QUOTED =
  /"(?:[^"\\]|\\.)*(?:"|$)|(?<!\w)'[^'\n]{0,300}'(?!\w)|`[^`]*(?:`|$)|“[^”]*(?:”|$)|«[^»]*(?:»|$)/g
/** As names in code are written: `organization_id`, `lead.scored`, `length`. */
const NAME = /^['"`][A-Za-z_$][\w$.]{0,60}['"`]$/

/** @param quotesCode whether what it quotes are names of the program or the database, not what people wrote. */
export function normaliseMessage(message: string, quotesCode = false): string {
  const readable = redactSecrets(message.slice(0, LOOKED_AT)).replace(QUOTED, (quoted) =>
    quotesCode && NAME.test(quoted) ? quoted : '<text>',
  )
  const plain = REPLACED.reduce((text, [what, by]) => text.replaceAll(what, by), readable)
    .replace(/\s+/g, ' ')
    .replaceAll('\u0000', '')
    .trim()
    .toWellFormed()
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1).toWellFormed()}…` : plain
}
