import { type Fold, foldPhrase, type Word, wordKey } from './fold.ts'
import { lazily } from './lazily.ts'
import type { Span } from './spans.ts'

/**
 * A lexicon as written: what a phrase means → phrases. In a phrase `migra*` is any word with that beginning, `*anlage`
 * any word with that end, `*rahm*` any word around it, `(a|b c|)` are alternatives (an empty one makes it optional), `..` is a gap of up to three words and
 * `...` of up to six within a sentence.
 */
type PhraseList = Readonly<Record<string, readonly string[]>>

interface Step {
  readonly kind: 'word' | 'prefix' | 'suffix' | 'infix' | 'number' | 'gap'
  readonly text: string
  readonly key: string
  readonly most: number
}

interface Pattern<Key extends string> {
  readonly key: Key
  readonly steps: readonly Step[]
}

/** Phrases ready to be found. */
export interface Lexicon<Key extends string = string> {
  readonly byWord: ReadonlyMap<string, readonly Pattern<Key>[]>
  readonly byPrefix: ReadonlyMap<string, readonly Pattern<Key>[]>
  readonly open: readonly Pattern<Key>[]
}

/** A phrase found; offsets into the folded text. */
export interface PhraseMatch<Key extends string = string> extends Span {
  readonly key: Key
}

/** Words of a `...` gap at most. */
const LONG_GAP = 6
const SHORT_GAP = 3
const PREFIX_INDEX = 2

function expand(phrase: string): string[] {
  const open = phrase.indexOf('(')
  if (open < 0) return [phrase]
  let close = -1
  let depth = 0
  const bars: number[] = []
  for (let at = open; at < phrase.length && close < 0; at++) {
    const character = phrase[at]
    if (character === '(') depth++
    else if (character === ')' && --depth === 0) close = at
    else if (character === '|' && depth === 1) bars.push(at)
  }
  if (close < 0) throw new Error(`Unclosed alternative in phrase: ${phrase}`)
  const edges = [open, ...bars, close]
  const options = edges.slice(1).map((edge, i) => phrase.slice((edges[i] ?? 0) + 1, edge))
  return options.flatMap((o) => expand(phrase.slice(0, open) + o + phrase.slice(close + 1)))
}

function stepsOf(phrase: string): Step[] {
  const steps: Step[] = []
  for (const part of phrase.trim().split(/\s+/u)) {
    if (part === '..' || part === '...') {
      steps.push({ kind: 'gap', text: '', key: '', most: part === '..' ? SHORT_GAP : LONG_GAP })
      continue
    }
    const pieces = foldPhrase(part).match(/\*?[\p{L}\p{N}]+\*?|#/gu) ?? []
    if (pieces.length === 0) throw new Error(`Nothing to match in "${part}" of "${phrase}"`)
    for (const piece of pieces) {
      const text = piece.replaceAll('*', '')
      const [before, after] = [piece.startsWith('*'), piece.endsWith('*')]
      const kind =
        piece === '#'
          ? 'number'
          : before && after
            ? 'infix'
            : after
              ? 'prefix'
              : before
                ? 'suffix'
                : 'word'
      steps.push({ kind, text, key: wordKey(text), most: 0 })
    }
  }
  return steps
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** Makes phrases ready to be found, at their first use. Several lists may be given, e.g. one per language. */
export function compileLexicon<Key extends string>(
  ...lists: readonly Readonly<Partial<Record<Key, readonly string[]>>>[]
): Lexicon<Key> {
  const make = lazily(() => indexPhrases(lists))
  return {
    get byWord() {
      return make().byWord
    },
    get byPrefix() {
      return make().byPrefix
    },
    get open() {
      return make().open
    },
  }
}

function indexPhrases<Key extends string>(
  lists: readonly Readonly<Partial<Record<Key, readonly string[]>>>[],
): Lexicon<Key> {
  const byWord = new Map<string, Pattern<Key>[]>()
  const byPrefix = new Map<string, Pattern<Key>[]>()
  const open: Pattern<Key>[] = []
  for (const list of lists) {
    for (const key of Object.keys(list) as Key[]) {
      for (const phrase of list[key]?.flatMap(expand) ?? []) {
        const steps = stepsOf(phrase)
        const first = steps[0]
        if (!first) throw new Error(`Empty phrase under ${key}`)
        if (first.kind === 'word') add(byWord, first.key, { key, steps })
        else if (first.kind === 'prefix' && first.text.length >= PREFIX_INDEX)
          add(byPrefix, first.text.slice(0, PREFIX_INDEX), { key, steps })
        else open.push({ key, steps })
      }
    }
  }
  return { byWord, byPrefix, open }
}

const fits = (step: Step, word: Word): boolean =>
  step.kind === 'word'
    ? word.text === step.text || word.key === step.key
    : step.kind === 'number'
      ? /^\d/u.test(word.text)
      : step.kind === 'prefix'
        ? word.text.startsWith(step.text)
        : step.kind === 'suffix'
          ? word.text.endsWith(step.text)
          : word.text.includes(step.text)

/** May words left and right of this stretch belong to one phrase? */
const joins = (between: string): boolean =>
  between.length <= 12 && !/[.!?;]["')]?\s|[!?;]|\n\s*\n/u.test(between)

/** Index of the last word when the steps match from word `at` on, else -1. */
function matchFrom(fold: Fold, steps: readonly Step[], step: number, at: number): number {
  const wanted = steps[step]
  if (!wanted) return at - 1
  if (at > 0 && step > 0) {
    const previous = fold.words[at - 1]
    const here = fold.words[at]
    if (!previous || !here || !joins(fold.text.slice(previous.end, here.start))) return -1
  }
  if (wanted.kind === 'gap') {
    for (let skip = 0; skip <= wanted.most; skip++) {
      const end = matchGap(fold, steps, step, at, skip)
      if (end >= 0) return end
    }
    return -1
  }
  const word = fold.words[at]
  if (!word || !fits(wanted, word)) return -1
  return matchFrom(fold, steps, step + 1, at + 1)
}

function matchGap(
  fold: Fold,
  steps: readonly Step[],
  step: number,
  at: number,
  skip: number,
): number {
  for (let i = at; i < at + skip; i++) {
    const a = fold.words[i]
    const b = fold.words[i + 1]
    if (!a || !b || !joins(fold.text.slice(a.end, b.start))) return -1
  }
  return matchFrom(fold, steps, step + 1, at + skip)
}

/** Finds all phrases of a lexicon; of matches with one key that overlap, the longest. Quoted replies are passed over. */
export function findPhrases<Key extends string>(
  fold: Fold,
  lexicon: Lexicon<Key>,
): PhraseMatch<Key>[] {
  const found: PhraseMatch<Key>[] = []
  for (const [at, word] of fold.words.entries()) {
    if (fold.quoted.some((q) => q.start <= word.start && word.start < q.end)) continue
    const candidates = [
      ...(lexicon.byWord.get(word.key) ?? []),
      ...(lexicon.byPrefix.get(word.text.slice(0, PREFIX_INDEX)) ?? []),
      ...lexicon.open,
    ]
    for (const pattern of candidates) {
      const last = matchFrom(fold, pattern.steps, 0, at)
      const end = fold.words[last]?.end
      if (last >= at && end !== undefined) found.push({ key: pattern.key, start: word.start, end })
    }
  }
  return longest(found)
}

function longest<Key extends string>(found: readonly PhraseMatch<Key>[]): PhraseMatch<Key>[] {
  const sorted = [...found].sort((a, b) => a.start - b.start || b.end - a.end)
  const kept: PhraseMatch<Key>[] = []
  const reach = new Map<Key, number>()
  for (const match of sorted) {
    if (match.end <= (reach.get(match.key) ?? -1)) continue
    kept.push(match)
    reach.set(match.key, match.end)
  }
  return kept
}
