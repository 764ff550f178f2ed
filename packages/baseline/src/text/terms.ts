import { type Fold, type Word, wordKey } from './fold.ts'
import { LANGUAGES, type Language } from './language.ts'
import { lazily } from './lazily.ts'
import { type Phrase, parsePhrase, type WordTest } from './phrase-grammar.ts'
import type { PhraseMatch } from './phrase-match.ts'
import type { Span } from './spans.ts'

type Lists = Readonly<Record<string, unknown>>

interface Edge {
  readonly test: WordTest
  /** Of a test for a word, computed once: it is compared with every word that could begin or go on a phrase. */
  readonly key: string
  readonly to: number
}

/** A machine over words: from a state, edges to the next; a state may end a phrase of some keys. */
interface Machine<Key extends string> {
  readonly edges: readonly (readonly Edge[])[]
  readonly ends: readonly (readonly Key[])[]
  readonly byWord: ReadonlyMap<string, readonly Edge[]>
  readonly byPrefix: ReadonlyMap<string, readonly Edge[]>
  readonly open: readonly Edge[]
}

/** Phrases by key, read in all texts (`any`) and in texts of one language only. */
export interface Terms<Key extends string = string> {
  readonly any: Machine<Key>
  readonly only: Readonly<Partial<Record<Language, Machine<Key>>>>
}

const PREFIX_INDEX = 2

interface Draft<Key extends string> {
  readonly edges: Edge[][]
  readonly free: number[][]
  readonly ends: (Set<Key> | undefined)[]
}

function newState<Key extends string>(draft: Draft<Key>): number {
  draft.edges.push([])
  draft.free.push([])
  draft.ends.push(undefined)
  return draft.edges.length - 1
}

const keyOf = ({ kind, text }: WordTest): string => (kind === 'word' ? wordKey(text) : '')

/** Adds a phrase from state `from` on; answers the state it leads to. */
function addPhrase<Key extends string>(draft: Draft<Key>, phrase: Phrase, from: number): number {
  if (phrase.kind === 'sequence')
    return phrase.parts.reduce((at, p) => addPhrase(draft, p, at), from)
  const to = newState(draft)
  if (phrase.kind === 'test')
    draft.edges[from]?.push({ test: phrase.test, key: keyOf(phrase.test), to })
  else if (phrase.kind === 'either') {
    for (const option of phrase.options) draft.free[addPhrase(draft, option, from)]?.push(to)
  } else {
    let at = from
    draft.free[at]?.push(to)
    for (let i = 0; i < phrase.most; i++) {
      const next = newState(draft)
      draft.edges[at]?.push({ test: { kind: 'any', text: '' }, key: '', to: next })
      draft.free[next]?.push(to)
      at = next
    }
  }
  return to
}

function reachable(free: readonly (readonly number[])[], from: number): number[] {
  if (free[from]?.length === 0) return [from]
  const seen = new Set([from])
  for (const state of seen) for (const next of free[state] ?? []) seen.add(next)
  return [...seen]
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** A hundred thousand states end nothing or lead on by one edge: the empty ones share this, the others hold no spare room. */
const NONE: readonly never[] = []
const packed = <T>(list: readonly T[]): readonly T[] => (list.length === 0 ? NONE : list.slice())

function finish<Key extends string>(draft: Draft<Key>): Machine<Key> {
  const reach = draft.edges.map((_, state) => reachable(draft.free, state))
  const edges = reach.map((states) => packed(states.flatMap<Edge>((s) => draft.edges[s] ?? NONE)))
  const ends = reach.map((states) =>
    packed([...new Set(states.flatMap((s) => [...(draft.ends[s] ?? NONE)]))]),
  )
  const byWord = new Map<string, Edge[]>()
  const byPrefix = new Map<string, Edge[]>()
  const open: Edge[] = []
  for (const edge of edges[0] ?? []) {
    const { kind, text } = edge.test
    if (kind === 'word') push(byWord, edge.key, edge)
    else if (kind === 'prefix' && text.length >= PREFIX_INDEX)
      push(byPrefix, text.slice(0, PREFIX_INDEX), edge)
    else open.push(edge)
  }
  return { edges, ends, byWord, byPrefix, open }
}

function build<Key extends string>(
  terms: Readonly<Record<Key, Lists>>,
  names: readonly string[],
  takes: (name: string, phrase: string) => boolean = () => true,
): Machine<Key> {
  const draft: Draft<Key> = { edges: [], free: [], ends: [] }
  const start = newState(draft)
  for (const key of Object.keys(terms) as Key[]) {
    for (const name of names) {
      const phrases = terms[key][name]
      if (!Array.isArray(phrases)) continue
      for (const phrase of phrases) {
        if (typeof phrase !== 'string' || !takes(name, phrase)) continue
        const end = addPhrase(draft, parsePhrase(phrase), start)
        draft.ends[end] = (draft.ends[end] ?? new Set<Key>()).add(key)
      }
    }
  }
  return finish(draft)
}

/** Titles are read `everywhere`: a card of three words tells no language. */
type Scope = 'language' | 'everywhere'
/** Letters of a word that may well be another word in the next language: "four", "ore", "nave", "carta". */
const SHORT = 5

/** English words are used everywhere; a short word of another language is read in its own texts alone. */
const isLocal = (name: string, phrase: string): boolean =>
  name !== 'any' &&
  name !== 'en' &&
  new RegExp(`^[\\p{L}\\p{M}]{1,${SHORT}}\\*?$`, 'u').test(phrase)

/**
 * Makes the `terms` of a lexicon ready: key → lists by language. People mix languages, so every list is read in every text,
 * but for short words (where `scope` says so); a list named `de_only` holds words that mean something else elsewhere and is read in German texts alone.
 */
export function compileTerms<Key extends string>(
  terms: Readonly<Record<Key, Lists>>,
  scope: Scope = 'language',
): Terms<Key> {
  const make = lazily(() => compileNow(terms, scope))
  return {
    get any() {
      return make().any
    },
    get only() {
      return make().only
    },
  }
}

function compileNow<Key extends string>(
  terms: Readonly<Record<Key, Lists>>,
  scope: Scope,
): Terms<Key> {
  const local = scope === 'everywhere' ? () => false : isLocal
  const only: Partial<Record<Language, Machine<Key>>> = {}
  for (const language of LANGUAGES)
    only[language] = build(
      terms,
      [`${language}_only`, language],
      (name, phrase) => name !== language || local(name, phrase),
    )
  const any = build(terms, ['any', ...LANGUAGES], (name, phrase) => !local(name, phrase))
  return { any, only }
}

function passes({ test, key }: Edge, word: Word): boolean {
  if (test.kind === 'word') return word.text === test.text || word.key === key
  if (test.kind === 'prefix') return word.text.startsWith(test.text)
  if (test.kind === 'suffix') return word.text.endsWith(test.text)
  if (test.kind === 'number') return /^\d/u.test(word.text)
  return test.kind === 'any' || word.text.includes(test.text)
}

/** May words left and right of this stretch belong to one phrase? */
const joins = (between: string): boolean =>
  between.length <= 12 && !/[.!?;]["')]?\s|[!?;]|\n\s*\n/u.test(between)

/** Most words begin no phrase: they cost no more than the look. */
function firstEdges<Key extends string>(machine: Machine<Key>, word: Word): readonly Edge[] {
  const found: Edge[] = []
  const look = (edges: readonly Edge[] | undefined) => {
    if (edges) for (const edge of edges) if (passes(edge, word)) found.push(edge)
  }
  look(machine.byWord.get(word.key))
  if (machine.byPrefix.size > 0) look(machine.byPrefix.get(word.text.slice(0, PREFIX_INDEX)))
  look(machine.open)
  return found
}

/** The longest end of each key's phrases that begin with the word at `at`, by one of these edges. */
function runFrom<Key extends string>(
  fold: Fold,
  machine: Machine<Key>,
  { at, word: first, edges }: { at: number; word: Word; edges: readonly Edge[] },
): Map<Key, number> {
  const ends = new Map<Key, number>()
  let states = new Set(edges.map((e) => e.to))
  let last: Word = first
  for (let i = at + 1; states.size > 0; i++) {
    for (const state of states) for (const key of machine.ends[state] ?? []) ends.set(key, last.end)
    const word = fold.words[i]
    if (!word || !joins(fold.text.slice(last.end, word.start))) break
    const next = new Set<number>()
    for (const state of states)
      for (const edge of machine.edges[state] ?? []) if (passes(edge, word)) next.add(edge.to)
    states = next
    last = word
  }
  return ends
}

function findWith<Key extends string>(fold: Fold, machine: Machine<Key>): PhraseMatch<Key>[] {
  const found: PhraseMatch<Key>[] = []
  const reach = new Map<Key, number>()
  for (const [at, word] of fold.words.entries()) {
    const edges = firstEdges(machine, word)
    if (edges.length === 0 || isQuoted(fold.quoted, word)) continue
    for (const [key, end] of runFrom(fold, machine, { at, word, edges })) {
      if (end <= (reach.get(key) ?? -1)) continue
      reach.set(key, end)
      found.push({ key, start: word.start, end })
    }
  }
  return found
}

const isQuoted = (quoted: readonly Span[], word: Word): boolean =>
  quoted.some((q) => q.start <= word.start && word.start < q.end)

/** Finds the terms in a text in order; of one key's matches, none inside another. Quoted replies are passed over. */
export function findTerms<Key extends string>(fold: Fold, terms: Terms<Key>): PhraseMatch<Key>[] {
  const own = terms.only[fold.language]
  const found = findWith(fold, terms.any)
  if (!own || own.edges.length === 1) return found
  return [...found, ...findWith(fold, own)].sort((a, b) => a.start - b.start)
}
