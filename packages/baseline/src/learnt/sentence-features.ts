import type { Word } from '../text/fold.ts'

/** Named measures of a text; most are 1: it is there. */
export type Features = Map<string, number>

/** A word's beginning, by which its inflections and its relatives in sister languages meet. Letters. */
const STEM = 5
const LONG_STEM = 8

const isNumber = (word: string): boolean => /^\d/u.test(word)
const stemOf = (word: string): string => (isNumber(word) ? '#' : word.slice(0, STEM))

/**
 * What stands in a stretch of text: its words, their beginnings, and which beginning follows which, directly (`b`) or with
 * one word between (`k`).
 * @param prefix keeps words of one field apart from those of another.
 */
export function addWords(words: readonly Word[], features: Features, prefix = ''): void {
  const stems = words.map((w) => stemOf(w.key))
  for (const [i, { key }] of words.entries()) {
    const [stem, next, afterNext] = [stems[i], stems[i + 1], stems[i + 2]]
    if (stem === '#') features.set(`${prefix}#`, 1)
    else {
      features.set(`${prefix}w ${key}`, 1)
      if (key.length > STEM) features.set(`${prefix}p ${stem}`, 1)
      if (key.length > LONG_STEM) features.set(`${prefix}p ${key.slice(0, LONG_STEM)}`, 1)
    }
    if (next !== undefined) features.set(`${prefix}b ${stem} ${next}`, 1)
    if (afterNext !== undefined) features.set(`${prefix}k ${stem} ${afterNext}`, 1)
  }
}
