import type { Fold } from '../text/fold.ts'
import { spanAt } from '../text/sentences.ts'
import { overlaps, overlapsAny } from '../text/spans.ts'
import type { MoneyMatch, MoneyWord } from './budget-words.ts'
import { type Amount, findAmounts } from './find-amounts.ts'

/** What a sum is. `unclear` is money that no word explains. */
export type SumRole = 'budget' | 'revenue' | 'past' | 'loss' | 'part' | 'quote' | 'unclear'

/** A sum of money and what it is. */
export interface Sum extends Amount {
  readonly role: SumRole
}

const ROLES: readonly MoneyWord[] = ['budget', 'revenue', 'past', 'loss', 'part', 'quote']
/** "Six figures" are money by themselves. */
const FIGURES = /figure|stellig|cifr|chiffre|digito/u
/** Words that make a number with a multiplier money. */
const EXPLAINS: ReadonlySet<MoneyWord> = new Set([
  ...ROLES,
  'approved',
  'planned',
  'po',
  'blank',
  'published',
])
const FIRM: ReadonlySet<MoneyWord> = new Set(['budget', 'approved', 'po'])
/** A word in another clause of the sentence counts as this many characters farther away. */
const OTHER_CLAUSE = 60
/** Bare digits are a budget only this close after the word, in characters. */
const BARE_REACH = 40
const LEAST_BARE = 900
/** What is counted, so that the number before it is no money. */
const COUNTED =
  /^\s?(?:%|[²³°"]|x\s?\d|i\/?os?\b|e\/?s\b|e\/?a\b|d?io\b|tags?|puntos|pontos|punti|punkte|points?|signals?|senales|sinais|segnali|signale|signaux|ton|tn\b|t\/|tpd|tm\b|bottles?|botellas|flaschen|garrafas|bouteilles|bottiglie|units|unidades|unita|stuck|pieces|piezas|pecas|pezzi|people|employees|empleados|mitarbeiter|funcionarios|salaries|dipendenti|personas|pessoas|persone|personen|lit|litros|hl|barr|bbl|bpd|bopd|m[23]|m³|cub|gal|kw|mw|kva|hp|volt|v\b|amp|rpm|hour|horas|stunden|ore|heures|years?|anos|jahre|ans\b|anni|days|sq|cans|latas|dosen|birds|aves|heads?|cabezas|habitant|einwohner|abitanti|inhabitants|customers|clientes|kunden|homes|vehicles|autos|cars|drives|motor|plc|valve|sensor|panel|km|kg|lb|pound(?:s)? of|bags|sacos|meter|metros|metri|mm\b|cm\b|bar\b|psi|lineas?|lines|units)/u

const isYear = (amount: Amount): boolean =>
  amount.currency === null && !amount.scaled && amount.low >= 1950 && amount.high <= 2100

function isMoney(fold: Fold, amount: Amount, words: readonly MoneyMatch[]): boolean {
  if (amount.currency !== null) return true
  if (isYear(amount) || COUNTED.test(fold.text.slice(amount.end, amount.end + 16))) return false
  const written = fold.text.slice(amount.start, amount.end)
  if (/\dt$|\d\st$/u.test(written)) return false
  const clause = spanAt(fold.sentences, amount.start)
  const near = words.some(
    (w) =>
      (w.key === 'budget' || w.key === 'blank') &&
      overlaps(w, clause) &&
      (w.start > amount.start ? w.start - amount.end < 15 : amount.start - w.end <= BARE_REACH),
  )
  if (!amount.scaled) return near && amount.high >= LEAST_BARE && !/^\+?\d{7,}$/u.test(written)
  if (/\d\s?mm?$/u.test(written)) return near
  if (FIGURES.test(written)) return true
  const before = fold.sentences[fold.sentences.indexOf(clause) - 1]
  return (
    near ||
    words.some(
      (w) =>
        (EXPLAINS.has(w.key) && overlaps(w, clause)) ||
        (FIRM.has(w.key) && before !== undefined && overlaps(w, before)),
    )
  )
}

function roleOf(fold: Fold, amount: Amount, words: readonly MoneyMatch[]): SumRole {
  const clause = spanAt(fold.clauses, amount.start)
  const index = fold.sentences.findIndex((s) => s.start <= amount.start && amount.start < s.end)
  const sentence = fold.sentences[index] ?? clause
  let best: { role: SumRole; distance: number } | null = null
  for (const word of words) {
    if (!ROLES.includes(word.key) || !overlaps(word, sentence)) continue
    const gap = word.start >= amount.end ? word.start - amount.end : amount.start - word.end
    const distance = Math.max(0, gap) + (overlaps(word, clause) ? 0 : OTHER_CLAUSE)
    if (!best || distance < best.distance) best = { role: word.key as SumRole, distance }
  }
  if (best) return best.role
  const previous = fold.sentences[index - 1]
  const before = previous && words.find((w) => w.key === 'budget' && overlaps(w, previous))
  return before ? 'budget' : 'unclear'
}

/** All sums of money in a text, each with what it is: a budget, revenue, a past project … Phone numbers and counts are none. */
export function readSums(fold: Fold, words: readonly MoneyMatch[]): Sum[] {
  return findAmounts(fold)
    .filter((a) => !overlapsAny(a, fold.signature) && isMoney(fold, a, words))
    .map((a) => ({ ...a, role: roleOf(fold, a, words) }))
}
