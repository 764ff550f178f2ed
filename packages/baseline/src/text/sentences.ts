import type { Span } from './spans.ts'

/** Sentences and the clauses within them. Offsets into the folded text. */
export interface Clauses {
  readonly sentences: readonly Span[]
  readonly clauses: readonly Span[]
}

const ABBREVIATION =
  /(?:^|[\s(])(?:approx|appr|ca|circa|ungef|etwa|z\.\s?b|d\.\s?h|u\.\s?a|bzw|nr|no|num|nro|n|art|pos|inkl|incl|excl|zzgl|max|min|mind|ing|dipl|dr|dra|mr|mrs|ms|sr|sra|sres|ir|lic|st|vs|etc|e\.\s?g|i\.\s?e|p\.\s?ex|ex|aprox|env|tel|s\.\s?a|r\.\s?l|s\.\s?p|ltd|inc|corp|co|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|dic|abr|ago|set|out|gen|mag|giu|lug|ott|avr|juil|fevr|janv|mio|mrd|tsd|mln|mil|usd|eur|rs|u\.\s?s|us|bs|[a-z])$/u
const DATE_FOLLOWS =
  /^\s*(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec|quartal|halbjahr|kw|woche|\d)/u
const CONJUNCTION =
  /\s(?:but|however|although|though|whereas|while|aber|jedoch|sondern|obwohl|allerdings|doch|wobei|pero|aunque|sino|sin embargo|mas|porem|embora|contudo|mais|cependant|toutefois|quoique|ma|pero'|tuttavia|anche se)\s/gu

/** A day, with or without its month, as German writes it. */
const ORDINAL = /(?:^|[^\d.,])(?:[0-3]?\d|[0-3]?\d\.[01]?\d)$/u
const LOWER = /^\s+\p{Ll}/u

function endsSentence(text: string, at: number, original: (at: number) => string): boolean {
  const character = text[at]
  if (character === '!' || character === '?') return true
  if (character === '…') return true
  if (character !== '.') return false
  const after = text.slice(at + 1, at + 14)
  if (!/^["')\]]*(?:\s|$)/u.test(after)) return false
  const before = text.slice(Math.max(0, at - 12), at)
  if (/\d$/u.test(before) && DATE_FOLLOWS.test(after)) return false
  // "am 22.09. freigegeben": the dot belongs to the date, unless what follows begins with a capital letter.
  if (ORDINAL.test(before) && LOWER.test(original(at + 1))) return false
  return !ABBREVIATION.test(before)
}

/** A line break ends a sentence unless it looks like the wrapping of a long line. */
function breaksLine(text: string, at: number): boolean {
  if (text[at] !== '\n') return false
  const next = text.slice(at + 1, at + 40)
  if (/^[ \t]*\n/u.test(next) || /^[ \t]*(?:[-*+>#]|\d{1,2}[.)])\s/u.test(next)) return true
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
  return line.trim().length < 45
}

function split(text: string, within: Span, isEnd: (at: number) => number): Span[] {
  const spans: Span[] = []
  let start = within.start
  for (let at = within.start; at < within.end; at++) {
    const end = isEnd(at)
    if (end <= 0) continue
    if (text.slice(start, at).trim() !== '') spans.push({ start, end: at + end })
    start = at + end
  }
  if (text.slice(start, within.end).trim() !== '') spans.push({ start, end: within.end })
  return spans
}

function clausesOf(text: string, sentence: Span): Span[] {
  const slice = text.slice(sentence.start, sentence.end)
  const breaks = new Set(Array.from(slice.matchAll(CONJUNCTION), (m) => m.index + sentence.start))
  return split(text, sentence, (at) => {
    const character = text[at] ?? ''
    if (breaks.has(at)) return 1
    if (character === ';' || character === '(' || character === ')') return 1
    if (character === ',' && !/\d/u.test(text[at + 1] ?? '')) return 1
    if (character === '-' && /\s/u.test(text[at - 1] ?? '') && /\s/u.test(text[at + 1] ?? ''))
      return 1
    return 0
  })
}

/**
 * Splits a folded text into sentences and clauses. `original` gives what is written from an offset on, where capital letters
 * tell; without it none are known.
 */
export function splitClauses(
  text: string,
  original: (at: number) => string = (at) => text.slice(at, at + 4),
): Clauses {
  const whole = { start: 0, end: text.length }
  const sentences = split(text, whole, (at) =>
    endsSentence(text, at, original) || breaksLine(text, at) ? 1 : 0,
  )
  return { sentences, clauses: sentences.flatMap((s) => clausesOf(text, s)) }
}

/** The span of `spans` (in order, apart) that holds the offset, or the offset's own point when none does. */
export function spanAt(spans: readonly Span[], at: number): Span {
  const found = spans[lastFrom(spans, at)]
  return found && at < found.end ? found : { start: at, end: at }
}

/** Index of the last of `spans` (in order) that starts at or before the offset; -1 when all start after it. */
export function lastFrom(spans: readonly Span[], at: number): number {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle]?.start ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}
