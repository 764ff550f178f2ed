import type { Fold } from './fold.ts'
import type { PhraseMatch } from './phrase-match.ts'
import { compileTerms, findTerms, type Terms } from './terms.ts'

/** Phrases of one language ready to be found; how they are written, `parsePhrase` tells. */
export type Lexicon<Key extends string = string> = Terms<Key>

/** Makes the phrases of one language ready to be found, at their first use: what a phrase means → phrases. */
export function compileLexicon<Key extends string>(
  list: Readonly<Partial<Record<Key, readonly string[]>>>,
): Lexicon<Key> {
  const keys = Object.keys(list) as Key[]
  const terms = Object.fromEntries(keys.map((key) => [key, { any: list[key] ?? [] }]))
  return compileTerms(terms as Record<Key, { any: readonly string[] }>, 'everywhere')
}

/** Finds all phrases of a lexicon in order; of one key's matches, none inside another. Quoted replies are passed over. */
export const findPhrases = <Key extends string>(
  fold: Fold,
  lexicon: Lexicon<Key>,
): PhraseMatch<Key>[] => findTerms(fold, lexicon)
