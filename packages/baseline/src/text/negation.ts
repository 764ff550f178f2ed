import lexicon from '../lexicons/negation.json' with { type: 'json' }
import type { Fold, Word } from './fold.ts'
import { foldPhrase } from './fold.ts'
import { lastFrom, spanAt } from './sentences.ts'

/** Words looked at before and after a phrase. */
const REACH_BEFORE = 6
const REACH_AFTER = 4

interface Rules {
  readonly before: readonly string[][]
  readonly after: readonly string[][]
  readonly not: readonly string[][]
}

const tokens = (phrases: readonly string[]): string[][] =>
  phrases.map((p) => foldPhrase(p).match(/[\p{L}\p{N}]+\*?/gu) ?? [])

const RULES: Readonly<Record<string, Rules>> = Object.fromEntries(
  Object.entries(lexicon.languages).map(([language, l]) => [
    language,
    { before: tokens(l.before), after: tokens(l.after), not: tokens(l.not) },
  ]),
)

const startsWith = (words: readonly Word[], at: number, phrase: readonly string[]): boolean =>
  phrase.every((p, i) => {
    const text = words[at + i]?.text
    return text !== undefined && (p.endsWith('*') ? text.startsWith(p.slice(0, -1)) : text === p)
  })

function holds(words: readonly Word[], wanted: readonly string[][], not: readonly string[][]) {
  return words.some(
    (_, at) =>
      wanted.some((p) => startsWith(words, at, p)) && !not.some((p) => startsWith(words, at, p)),
  )
}

/**
 * Is the phrase at `start`–`end` (folded offsets) denied in its own clause? Looks for the negating words of the text's
 * language before it, and after it where the language puts them there ("Budget haben wir keines").
 */
export function negatedAt(fold: Fold, start: number, end: number): boolean {
  const rules = RULES[fold.language] ?? RULES.en
  if (!rules) return false
  const clause = spanAt(fold.clauses, start)
  const first = lastFrom(fold.words, start - 1) + 1
  const next = lastFrom(fold.words, end - 1) + 1
  const before = fold.words
    .slice(Math.max(0, first - REACH_BEFORE), first)
    .filter((w) => w.start >= clause.start)
  if (holds(before, rules.before, rules.not)) return true
  const after = fold.words.slice(next, next + REACH_AFTER).filter((w) => w.end <= clause.end)
  return holds(after, rules.after, rules.not)
}
