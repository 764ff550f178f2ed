import calendar from '../lexicons/calendar.json' with { type: 'json' }
import type { Fold } from '../text/fold.ts'
import type { TimeSpan } from './find-dates.ts'

const UNITS: Readonly<Record<string, number>> = calendar.units
const NUMBERS: Readonly<Record<string, number>> = calendar.numbers
const WITHIN: Readonly<Record<string, string>> = calendar.within
const names = (words: readonly string[]): string =>
  [...words].sort((a, b) => b.length - a.length).join('|')
const NUMBER = `\\d{1,3}(?:[.,]5)?|${names(Object.keys(NUMBERS))}`
const PATTERNS = new Map(
  Object.entries(WITHIN).map(([language, within]) => [
    language,
    new RegExp(
      `(?<!\\p{L})(?:${within})\\s(?:(?:the |den |los |las |les |i |le |os |as )?)(?:(?<low>${NUMBER})\\s?(?:-|to|a|bis|o|or|oder|ou|und|y|e|et|/)\\s?)?(?<high>${NUMBER})(?:\\s(?:to|a|bis|o|ou|oder|or)\\s(?<higher>\\d+))?[\\s-](?:proxim[oa]s |nachsten |kommenden |prochain[es]* |weitere[n]? |short |more |calendar |working |business |full )?(?<unit>${names(Object.keys(UNITS))})(?!\\p{L})`,
      'gu',
    ),
  ]),
)
const FROM_NOW = new RegExp(
  `(?<!\\p{L})(?:(?<low>${NUMBER})\\s?(?:-|to)\\s?)?(?<high>${NUMBER})[\\s-](?<unit>${names(Object.keys(UNITS))})(?= from (?:now|today)| out(?!\\p{L})| time(?:line|frame)| horizon)`,
  'gu',
)
const PAST_AFTER = new RegExp(`^[\\s,]{0,2}(?:${calendar.past_after})`, 'u')
/** What lasts so long is a stop or a delivery, not a horizon. */
const LASTING =
  /(?:lead time|delivery|warranty|garantia|garantie|lieferzeit|plazo de entrega de|payment|zahlung|pago|pagamento|paiement|downtime|every|alle|cada|chaque|ogni)[\s:a-z]{0,8}$/u
const NOT_AHEAD = /^(?:of|for) the (?:past|last)/u

const countOf = (written: string | undefined): number =>
  written === undefined ? 0 : (NUMBERS[written] ?? Number(written.replace(',', '.')))

/** Horizons as written: "within 6 weeks", "in den nächsten drei Monaten". What lies in the past or merely lasts is left out. */
export function findDurations(fold: Fold): TimeSpan[] {
  const pattern = PATTERNS.get(fold.language) ?? FROM_NOW
  const matches = [...fold.text.matchAll(pattern), ...fold.text.matchAll(FROM_NOW)]
  return matches.flatMap((m) => {
    const { low, high, higher, unit } = m.groups ?? {}
    const after = fold.text.slice(m.index + m[0].length, m.index + m[0].length + 24)
    const before = fold.text.slice(Math.max(0, m.index - 30), m.index)
    if (PAST_AFTER.test(after) || LASTING.test(before) || NOT_AHEAD.test(m[0])) return []
    const size = UNITS[unit ?? ''] ?? 1
    const to = countOf(higher ?? high) * size
    const from = (higher === undefined ? countOf(low ?? high) : countOf(high)) * size
    const grain = size >= 365 ? 'year' : size >= 30 ? 'month' : size >= 7 ? 'week' : 'day'
    return [{ start: m.index, end: m.index + m[0].length, from, to, grain } as const]
  })
}
