import { type Chrono, de, en, es, fr, it, type ParsedResult, pt } from 'chrono-node'
import { type Fold, foldPhrase } from '../text/fold.ts'
import type { Language } from '../text/language.ts'

const PARSERS: Readonly<Record<Language, Chrono>> = {
  en: en.strict,
  de: de.strict,
  es: es.strict,
  fr: fr.strict,
  it: it.strict,
  pt: pt.strict,
}
/** Where English writes the month first. */
const MONTH_FIRST: readonly string[] = ['', 'united states', 'usa', 'us', 'canada', 'philippines']

/** A full date, or a stretch between two, as chrono-node reads it; offsets into the folded text, times in milliseconds at midnight UTC. */
export interface FullDate {
  readonly start: number
  readonly end: number
  readonly from: number
  readonly to: number
}

/** A month by name, or day, month and year: "24/7" is no date. */
const WRITTEN_OUT = /\d.*\p{L}{3}|\p{L}{3}.*\d|\d[./-]\d+[./-]\d/u

const isFull = (r: ParsedResult): boolean =>
  r.start.isCertain('day') && r.start.isCertain('month') && WRITTEN_OUT.test(r.text)

const midnight = (day: ParsedResult['start']): number =>
  Date.UTC(day.get('year') ?? 0, (day.get('month') ?? 1) - 1, day.get('day') ?? 1)

/**
 * The full dates of a text by chrono-node, which knows each language's order of day, month and year. Its relative and
 * partial readings are left out: too many of them are part numbers here ("S7 300", "5 mar").
 */
export function chronoDates(fold: Fold, at: Date, country: string | null): FullDate[] {
  const british = fold.language === 'en' && !MONTH_FIRST.includes(foldPhrase(country ?? '').trim())
  const parser = british ? en.GB : PARSERS[fold.language]
  return parser
    .parse(fold.text, at, { forwardDate: true })
    .filter(isFull)
    .map((r) => {
      const from = midnight(r.start)
      const to = r.end?.isCertain('day') ? Math.max(from, midnight(r.end)) : from
      return { start: r.index, end: r.index + r.text.length, from, to }
    })
}
