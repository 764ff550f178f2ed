import lexicon from '../lexicons/meanings.json' with { type: 'json' }
import { foldPhrase, type Word, wordKey } from '../text/fold.ts'
import { LANGUAGES, type Language } from '../text/language.ts'
import { lazily } from '../text/lazily.ts'
import type { Features } from './sentence-features.ts'

/** The words of one language: whole ones, and beginnings by their length, longest first. */
interface Words {
  readonly whole: ReadonlyMap<string, string>
  readonly beginnings: readonly (readonly [length: number, of: ReadonlyMap<string, string>])[]
}

function readWords(language: Language): Words {
  const whole = new Map<string, string>()
  const beginnings = new Map<number, Map<string, string>>()
  const column = lexicon.languages.indexOf(language)
  for (const [meaning, cells] of Object.entries(lexicon.meanings)) {
    for (const term of (cells[column] ?? '').split(' ').filter(Boolean)) {
      const folded = foldPhrase(term.replace('*', ''))
      if (!term.endsWith('*')) whole.set(wordKey(folded), meaning)
      else {
        const ofLength = beginnings.get(folded.length) ?? new Map<string, string>()
        beginnings.set(folded.length, ofLength.set(folded, meaning))
      }
    }
  }
  return { whole, beginnings: [...beginnings].sort(([a], [b]) => b - a) }
}

const WORDS = new Map(LANGUAGES.map((l) => [l, lazily(() => readWords(l))]))

function find({ whole, beginnings }: Words, { key, text }: Word): string | undefined {
  const known = whole.get(key) ?? whole.get(text)
  if (known !== undefined) return known
  for (const [length, of] of beginnings) {
    const meaning = of.get(text.slice(0, length))
    if (meaning !== undefined) return meaning
  }
  return undefined
}

/** What a word means, whichever of the six languages it is in; English words stand in all of them. */
function meaningOf(word: Word, language: Language): string | undefined {
  const own = WORDS.get(language)
  const english = WORDS.get('en')
  return (
    (own && find(own(), word)) ?? (english && english !== own ? find(english(), word) : undefined)
  )
}

/** A meaning counts as next to another with so many words between them that mean nothing to us. */
const MOST_BETWEEN = 2

/** What is meant in a stretch of text, and which meaning follows which: the same features in every language. */
export function addMeanings(
  words: readonly Word[],
  language: Language,
  features: Features,
  prefix = '',
): void {
  let last: { readonly meaning: string; readonly at: number } | undefined
  for (const [at, word] of words.entries()) {
    const meaning = meaningOf(word, language)
    if (meaning === undefined) continue
    features.set(`${prefix}m ${meaning}`, 1)
    if (last && at - last.at <= MOST_BETWEEN + 1)
      features.set(`${prefix}n ${last.meaning} ${meaning}`, 1)
    last = { meaning, at }
  }
}
