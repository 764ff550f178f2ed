import type { Fold } from './fold.ts'
import { LANGUAGES, type Language } from './language.ts'
import { compileLexicon, findPhrases, type Lexicon, type PhraseMatch } from './phrases.ts'

type Lists = Readonly<Record<string, unknown>>

/** Phrases by key, kept for all texts (`any`) and for texts of one language only (`only`). */
export interface Terms<Key extends string = string> {
  readonly any: Lexicon<Key>
  readonly only: Readonly<Partial<Record<Language, Lexicon<Key>>>>
}

const HYPHEN = /([\p{L}\p{N}*)])-(?=[\p{L}\p{N}(*])/gu

function closing(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')' && --depth === 0) return at
  }
  throw new Error(`Unclosed alternative in phrase: ${text}`)
}

function alternatives(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')') depth--
    else if (text[at] === '|' && depth === 0) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, text.slice(from)]
}

/**
 * Writes out a phrase: `(a|b c)` either, nested as deep as wanted, `(a)` followed by `?` may be missing, `word?` with or without its last
 * letter. A hyphen also stands for a blank and for nothing: `on-site` finds "on-site", "on site" and "onsite".
 */
export function expandPhrase(phrase: string): string[] {
  const open = phrase.indexOf('(')
  if (open >= 0) {
    const close = closing(phrase, open)
    const optional = phrase[close + 1] === '?'
    const before = phrase.slice(0, open)
    const after = phrase.slice(close + (optional ? 2 : 1))
    const options = alternatives(phrase.slice(open + 1, close))
    return (optional ? [...options, ''] : options).flatMap((o) => expandPhrase(before + o + after))
  }
  const letter = phrase.search(/[\p{L}\p{N}]\?/u)
  if (letter >= 0) {
    const after = phrase.slice(letter + 2)
    return [phrase.slice(0, letter + 1), phrase.slice(0, letter)].flatMap((b) =>
      expandPhrase(b + after),
    )
  }
  const joined = phrase.replace(HYPHEN, '$1')
  return joined === phrase ? [phrase] : [phrase, joined]
}

const written = (phrases: unknown): string[] =>
  Array.isArray(phrases)
    ? [
        ...new Set(
          phrases
            .filter((p) => typeof p === 'string')
            .flatMap((p: string) => expandPhrase(p))
            .map((p) => p.replace(/\s+/gu, ' ').trim())
            .filter((p) => /[\p{L}\p{N}]/u.test(p)),
        ),
      ]
    : []

function listFor<Key extends string>(
  terms: Readonly<Record<Key, Lists>>,
  names: readonly string[],
): Partial<Record<Key, string[]>> {
  const list: Partial<Record<Key, string[]>> = {}
  for (const key of Object.keys(terms) as Key[]) {
    const phrases = names.flatMap((name) => written(terms[key][name]))
    if (phrases.length > 0) list[key] = phrases
  }
  return list
}

/**
 * Makes the `terms` of a lexicon ready: key → lists by language. People mix languages, so every list is read in every text; a
 * list named `de_only` holds words that mean something else elsewhere and is read in German texts alone.
 */
export function compileTerms<Key extends string>(terms: Readonly<Record<Key, Lists>>): Terms<Key> {
  const only: Partial<Record<Language, Lexicon<Key>>> = {}
  for (const language of LANGUAGES) {
    only[language] = compileLexicon<Key>(listFor(terms, [`${language}_only`]))
  }
  return {
    any: compileLexicon<Key>(listFor(terms, ['any', ...LANGUAGES])),
    only,
  }
}

/** Finds the terms in a text: see `findPhrases`. */
export function findTerms<Key extends string>(fold: Fold, terms: Terms<Key>): PhraseMatch<Key>[] {
  const own = terms.only[fold.language]
  const found = findPhrases(fold, terms.any)
  return own ? [...found, ...findPhrases(fold, own)].sort((a, b) => a.start - b.start) : found
}
