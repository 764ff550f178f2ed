import currencies from '../lexicons/currencies.json' with { type: 'json' }
import numbers from '../lexicons/number-words.json' with { type: 'json' }
import type { Fold } from '../text/fold.ts'
import { compileLexicon, findPhrases } from '../text/phrases.ts'
import { overlapsAny, type Span } from '../text/spans.ts'
import { NUMBER_PATTERN, parseNumber } from './parse-number.ts'

/** A sum as written; offsets into the folded text. */
export interface Amount extends Span {
  readonly low: number
  readonly high: number
  /** ISO 4217, `$` or `peso` where the country must tell, null where no currency is written. */
  readonly currency: string | null
  /** A multiplier such as k or Mio. is written: without currency, the sole sign that it may be money. */
  readonly scaled: boolean
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&')
const either = (words: readonly string[]): string =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map(literally)
    .join('|')

const SYMBOLS: Readonly<Record<string, string>> = currencies.symbols
const WORDS: Readonly<Record<string, string>> = currencies.words
const ALIASES: Readonly<Record<string, string>> = currencies.aliases
const MULTIPLIERS: Readonly<Record<string, number>> = numbers.multipliers
const UNITS: Readonly<Record<string, number>> = numbers.units
const SUMS: Readonly<Record<string, number>> = numbers.sums

const CURRENCY = `${either(Object.keys(SYMBOLS))}|(?:${either([...Object.keys(WORDS), ...currencies.codes])})(?![\\p{L}])`
const JOINED = `(?:k|t|m|mio)\\.?(?:€|eur|usd|chf|gbp|\\$|£)(?![\\p{L}])`
const MULTIPLIER = `(?:${either([...Object.keys(MULTIPLIERS), 'mil'])})(?![\\p{L}\\d²³/])`
const TO = `\\s?(?:-|to|till|until|up to|bis(?: zu)?|a|hasta|y|und|and|et|e|ate|au|o|or|oder|ou|fino a|/)\\s?`
const ONE = (n: string) =>
  `(?:(?:(?<lead${n}>${JOINED})|(?<before${n}>${CURRENCY}))\\s?)?(?<number${n}>${NUMBER_PATTERN})(?:\\s?(?<joined${n}>${JOINED})|(?:[-\\s]?(?<times${n}>${MULTIPLIER}))?(?:(?:[,.]-{0,2}|-)?\\s?(?:de |of |di |d')?(?<after${n}>${CURRENCY})(?!\\s\\d))?)`
const AMOUNT = new RegExp(
  `(?<![\\p{L}\\d]|\\d[.,:]|[\\p{L}]-)${ONE('1')}(?:${TO}(?:(?:ca\\.?|about|etwa|unos|circa|environ|cerca de) )?${ONE('2')})?(?![\\d]|[.,]\\d)`,
  'gu',
)
const WORDED = new RegExp(
  `(?<![\\p{L}])(?:(?<sum>${either(Object.keys(SUMS))})|(?<unit>(?:(?:${either(Object.keys(UNITS))})[\\s-]){1,3})(?<times>thousand|grand|million|millions|mil|millones|millon|milhoes|milhao|mille|millions|mila|milioni|milione|tausend|millionen|lakh|lakhs|crore|mil millones))(?![\\p{L}])(?:\\s(?:de |of |di |d')?(?<after>${CURRENCY}))?`,
  'gu',
)

const FIGURES = compileLexicon(numbers.figures)

function currencyOf(written: string | undefined): string | null {
  if (written === undefined) return null
  return SYMBOLS[written] ?? WORDS[written] ?? ALIASES[written] ?? written.toUpperCase()
}

function timesOf(written: string | undefined, fold: Fold, hasCurrency: boolean): number {
  if (written === undefined) return 1
  if (written !== 'mil') return MULTIPLIERS[written] ?? 1
  return numbers.thousand_mil.includes(fold.language) || !hasCurrency ? 1e3 : 1e6
}

interface Half {
  readonly value: string
  readonly times: number
  readonly scaled: boolean
  readonly currency: string | null
}

function readHalf(groups: Record<string, string | undefined>, n: '1' | '2', fold: Fold) {
  const value = groups[`number${n}`]
  if (value === undefined) return null
  const joined = (groups[`joined${n}`] ?? groups[`lead${n}`])?.replace('.', '')
  const split = joined?.match(/^(mio|k|t|m)(.+)$/u)
  const currency = currencyOf(split?.[2] ?? groups[`before${n}`] ?? groups[`after${n}`])
  const written = split?.[1] ?? groups[`times${n}`]
  const half: Half = {
    value,
    times: timesOf(written, fold, currency !== null),
    scaled: written !== undefined,
    currency,
  }
  return half
}

/** Currencies in which projects cost thousands of millions. */
const WEAK: ReadonlySet<string> = new Set([
  'COP',
  'CLP',
  'ARS',
  'PYG',
  'CRC',
  'VES',
  'HUF',
  'IDR',
  'VND',
])

function combine(span: Span, first: Half, second: Half | null): Amount {
  const currency = first.currency ?? second?.currency ?? null
  const isWeak = WEAK.has(currency ?? '')
  const low = parseNumber(first.value, first.times, isWeak) * first.times
  const scaled = first.scaled || (second?.scaled ?? false)
  if (!second) return { ...span, low, high: low, currency, scaled }
  const high = parseNumber(second.value, second.times, isWeak) * second.times
  const lifted = !first.scaled && low < high / 50 ? low * second.times : low
  return { ...span, low: Math.min(lifted, high), high: Math.max(lifted, high), currency, scaled }
}

function digitAmounts(fold: Fold): Amount[] {
  const found: Amount[] = []
  for (const match of fold.text.matchAll(AMOUNT)) {
    const groups = match.groups ?? {}
    const first = readHalf(groups, '1', fold)
    if (!first) continue
    const span = { start: match.index, end: match.index + match[0].trimEnd().length }
    const second = readHalf(groups, '2', fold)
    // Two sums, not a range, where each names its own role ("revenue 10 M and 200 k").
    found.push(combine(span, first, second))
  }
  return found
}

function wordedAmounts(fold: Fold): Amount[] {
  const found: Amount[] = []
  for (const match of fold.text.matchAll(WORDED)) {
    const { sum, unit, times, after } = match.groups ?? {}
    const span = { start: match.index, end: match.index + match[0].length }
    const currency = currencyOf(after)
    let value = sum === undefined ? 0 : (SUMS[sum] ?? 0)
    if (unit !== undefined) {
      let total = 0
      for (const word of unit.trim().split(/[\s-]/u)) {
        const n = UNITS[word] ?? 0
        total = n === 100 && total > 0 && total < 10 ? total * 100 : total + n
      }
      value = total * (times === 'mil' ? 1e3 : timesOf(times, fold, currency !== null))
    }
    if (value >= 1000) found.push({ ...span, low: value, high: value, currency, scaled: true })
  }
  return found
}

function figureAmounts(fold: Fold): Amount[] {
  return findPhrases(fold, FIGURES).map((m) => {
    const low = 10 ** (Number(m.key) - 1)
    return { start: m.start, end: m.end, low, high: low * 10, currency: null, scaled: true }
  })
}

/** Sums read at most. */
const MOST_AMOUNTS = 300

/** All sums a text could mean as money, in order. Which of them are a budget is for `readBudget`. */
export function findAmounts(fold: Fold): Amount[] {
  const worded = [...wordedAmounts(fold), ...figureAmounts(fold)]
  const digits = digitAmounts(fold).filter((a) => !overlapsAny(a, worded))
  return [...worded, ...digits]
    .filter((a) => !overlapsAny(a, fold.quoted))
    .sort((a, b) => a.start - b.start)
    .slice(0, MOST_AMOUNTS)
}
