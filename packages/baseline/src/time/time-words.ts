import seasons from '../lexicons/seasons.json' with { type: 'json' }
import lexicon from '../lexicons/time-words.json' with { type: 'json' }
import type { Fold } from '../text/fold.ts'
import { keptPer } from '../text/kept.ts'
import { isLanguage, type Language } from '../text/language.ts'
import { negatedAt } from '../text/negation.ts'
import type { PhraseMatch } from '../text/phrase-match.ts'
import { compileLexicon, findPhrases, type Lexicon } from '../text/phrases.ts'
import { spanAt } from '../text/sentences.ts'
import { overlapsAny } from '../text/spans.ts'

/** What a word says about when. */
export type TimeWord = keyof (typeof lexicon)['languages']['en']
export type Season = keyof (typeof seasons)['languages']['en']

/** A word about time; offsets into the folded text. */
export interface TimeMatch extends PhraseMatch<TimeWord> {
  readonly negated: boolean
}

const compiled = <K extends string>(
  languages: Readonly<Record<string, Readonly<Record<K, readonly string[]>>>>,
) =>
  new Map<Language, Lexicon<K>>(
    Object.entries(languages).flatMap(([code, words]) =>
      isLanguage(code) ? [[code, compileLexicon<K>(words)] as const] : [],
    ),
  )
const WORDS = compiled<TimeWord>(lexicon.languages)
const SEASONS = compiled<Season>(seasons.languages)
const HYPOTHETICAL =
  /\b(?:if|avoid|avoids|prevent|preventing|last|during|when|whenever|while|evitar|si|cuando|durante|vermeiden|wenn|falls|verhindern|bei einem|eviter|quand|pendant|lorsque|lors|evitare|quando|se|planned|programad\w+|geplant\w*|every time|ohne|without|sin|sem|sans|senza|can|could|would|souvent|often|oft|manchmal|sometimes|a menudo|frecuentemente|spesso|as vezes|a veces|parfois|regelmassig|risk|riesgo|risiko|risco|risque|rischio|next|proxim\w+|while|mientras|enquanto)\b/u
/** "Die Anlage steht in Bremen" says where it stands. */
const STANDS_SOMEWHERE =
  /^\s(?:in|im|am|auf|bei|beim|vor|zum|zur|kurz|zu|dafur|unter|noch|fest|an)(?!\p{L})/u
/** A stop that is planned is a window, not an emergency. */
const PLANNED_STOP =
  /^\s(?:de mantenimiento|program|anual|annual|general|mayor|tecnic|planificad|planned|scheduled|for (?:maintenance|the)|durante|during|estiv|geplant|planmassig|wegen revision|en (?:ener|juli|agost|diciem|semana)|em (?:jan|jul|dez)|in (?:july|aug|dec|jan)|ad agosto)/u
/** Characters before a "line is down" within which a condition takes its urgency away. */
const CONDITION_REACH = 60

function isHypothetical(fold: Fold, match: PhraseMatch<TimeWord>): boolean {
  if (match.key !== 'down') return false
  const said = fold.text.slice(match.start, match.end)
  if (/steh(?:t|en)$/u.test(said) && STANDS_SOMEWHERE.test(fold.text.slice(match.end))) return true
  if (PLANNED_STOP.test(fold.text.slice(match.end))) return true
  const clause = spanAt(fold.clauses, match.start)
  const from = Math.max(clause.start, match.start - CONDITION_REACH)
  return HYPOTHETICAL.test(fold.text.slice(from, match.start))
}

/** Words read at most: no honest message has more, and the time taken stays bounded. */
const MOST_WORDS = 300

/** Words about time in the language of the text, longest reading first where they overlap. */
export const findTimeWords: (fold: Fold) => readonly TimeMatch[] = keptPer(searchTimeWords)

function searchTimeWords(fold: Fold): TimeMatch[] {
  const words = WORDS.get(fold.language)
  if (!words) return []
  const found = findPhrases(fold, words)
    .slice(0, MOST_WORDS)
    .filter((m) => !overlapsAny(m, fold.signature) && !isHypothetical(fold, m))
  const size = (m: TimeMatch | PhraseMatch) => m.end - m.start
  return found
    .filter((a) => !found.some((b) => b.start <= a.start && a.end <= b.end && size(b) > size(a)))
    .map((m) => ({ ...m, negated: negatedAt(fold, m.start, m.end) }))
}

/** Seasons and feasts named as a time. */
export function findSeasons(fold: Fold): PhraseMatch<Season>[] {
  const words = SEASONS.get(fold.language)
  return words ? findPhrases(fold, words) : []
}
