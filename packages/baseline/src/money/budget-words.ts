import lexicon from '../lexicons/budget-words.json' with { type: 'json' }
import type { Fold } from '../text/fold.ts'
import { keptPer } from '../text/kept.ts'
import { isLanguage, type Language } from '../text/language.ts'
import { negatedAt } from '../text/negation.ts'
import type { PhraseMatch } from '../text/phrase-match.ts'
import { compileLexicon, findPhrases, type Lexicon } from '../text/phrases.ts'
import { overlapsAny } from '../text/spans.ts'

/** What a word says about money. */
export type MoneyWord = keyof (typeof lexicon)['languages']['en']

/** A word about money; offsets into the folded text. */
export interface MoneyMatch extends PhraseMatch<MoneyWord> {
  readonly negated: boolean
}

const LEXICONS = new Map<Language, Lexicon<MoneyWord>>(
  Object.entries(lexicon.languages).flatMap(([code, words]) =>
    isLanguage(code) ? [[code, compileLexicon<MoneyWord>(words)] as const] : [],
  ),
)

/** Words read at most: no honest message has more, and the time taken stays bounded. */
const MOST_WORDS = 300

/** Words about money in the language of the text, in order; what the signature says is passed over. */
export const findMoneyWords: (fold: Fold) => readonly MoneyMatch[] = keptPer(searchMoneyWords)

function searchMoneyWords(fold: Fold): MoneyMatch[] {
  const words = LEXICONS.get(fold.language)
  if (!words) return []
  return findPhrases(fold, words)
    .slice(0, MOST_WORDS)
    .filter((m) => !overlapsAny(m, fold.signature))
    .map((m) => ({ ...m, negated: negatedAt(fold, m.start, m.end) }))
}
