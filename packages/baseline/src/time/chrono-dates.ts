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

/** A full date as chrono-node reads it; offsets into the folded text, `time` in milliseconds at midnight UTC. */
export interface FullDate {
  readonly start: number
  readonly end: number
  readonly time: number
}

/** A month by name, or day, month and year: "24/7" is no date. */
const WRITTEN_OUT = /\d.*\p{L}{3}|\p{L}{3}.*\d|\d[./-]\d+[./-]\d/u

const isFull = (r: ParsedResult): boolean =>
  r.start.isCertain('day') && r.start.isCertain('month') && WRITTEN_OUT.test(r.text)

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
      const end = r.end?.isCertain('day') ? r.end : r.start
      const [year, month, day] = [end.get('year') ?? 0, end.get('month') ?? 1, end.get('day') ?? 1]
      return { start: r.index, end: r.index + r.text.length, time: Date.UTC(year, month - 1, day) }
    })
}
