import calendar from '../lexicons/calendar.json' with { type: 'json' }
import type { Fold } from '../text/fold.ts'
import { keptPer } from '../text/kept.ts'
import type { Reading } from '../text/reading.ts'
import { spanAt } from '../text/sentences.ts'
import { overlaps, overlapsAny, type Span } from '../text/spans.ts'
import { findDates, type TimeSpan } from './find-dates.ts'
import { findDurations } from './find-durations.ts'
import { seasonTimes } from './season-times.ts'
import {
  isAbsence,
  isDecided,
  isDecision,
  isTalk,
  isTally,
  ofDocument,
  PRODUCT_LIFE,
} from './time-context.ts'
import { findTimeWords, type TimeMatch, type TimeWord } from './time-words.ts'

/** A statement about when, graded. */
export interface Timed extends Span {
  readonly kind: 'now' | 'date' | 'window' | 'vague' | 'calm' | 'curious' | 'passed'
  /** 0–100 by the rubric's timeline. */
  readonly score: number
  readonly said: string
  /** Must somebody get in touch now? */
  readonly forces: boolean
  /** They say that there is no date. */
  readonly isUndated?: boolean
}

/** Days within which an order, a tender or a start counts as now. */
const NOW_DAYS = 31
const NEAR_DAYS = 100
/** Within so many days a weekday without date may also be the last one. */
const WEEK = 7
/** A date that is past, of a need that is not. */
const PASSED = 55
/** When only the date is known on which money is asked for or decided. */
const DECISION_ONLY = 66
const HALF_YEAR = 190
/** A little more than half a year still counts as some months. */
const SOME_MONTHS = 220
const THREE_QUARTERS = 280
const YEAR_DAYS = 380
const FAR_DAYS = 1_000
const PAST_BEFORE = new RegExp(
  `(?<!\\p{L})(?:${calendar.past_before})(?:\\s\\p{L}+)?\\s(?:\\p{L}{1,4}\\s)?$`,
  'u',
)
const DEADLINE_BEFORE =
  /(?<!\p{L})(?:by|until|before|deadline|due|no later than|closes|bis|spatestens|frist|antes d\w+|hasta|limite|plazo|ate|prazo|avant|limite|entro|scadenza|closing|para el|cierra|vence|vor dem|gara)[\s\p{L}:]{0,14}$/u
const NOT_BEFORE =
  /(?<!\p{L})(?:not before|not until|earliest|no antes d\w+|nicht vor|fruhestens|erst (?:ab |in |im |ende |nach )?|nao antes d\w+|so (?:em|depois)|pas avant|au plus tot|non prima d\w+|after|nach|ab|despues de|apos|apres|dopo|a partir (?:de|du|d'|dal)|recien en|solo (?:en|a partir))\s?(?:\p{L}+\s)?$/u

/** The score of a time so many days ahead. */
function scoreOfDays(days: number): number {
  if (days <= 7) return 96
  if (days <= NOW_DAYS) return 91
  if (days <= NEAR_DAYS) return 84
  if (days <= HALF_YEAR) return 76
  if (days <= SOME_MONTHS) return 70
  if (days <= THREE_QUARTERS) return 60
  if (days <= YEAR_DAYS) return 54
  if (days <= FAR_DAYS) return 28
  return 10
}

const WORD_SCORES: Readonly<Record<TimeWord, readonly [Timed['kind'], number, string]>> = {
  down: ['now', 98, 'Production is down now.'],
  urgent: ['now', 92, 'It is urgent.'],
  asap: ['now', 87, 'It is wanted as soon as possible.'],
  nextWeek: ['now', 94, 'It is for next week.'],
  weeks: ['date', 90, 'It is for the coming weeks.'],
  nextMonth: ['date', 88, 'It is for next month.'],
  months: ['date', 80, 'It is for the coming months.'],
  thisQuarter: ['date', 84, 'It is for this quarter.'],
  nextQuarter: ['date', 78, 'It is for next quarter.'],
  thisYear: ['date', 62, 'It is for this year.'],
  nextYear: ['date', 54, 'It is for next year.'],
  later: ['date', 28, 'It is more than a year away.'],
  shutdown: ['window', 72, 'A shutdown window is named.'],
  tender: ['window', 74, 'A tender or a date for offers is named.'],
  vague: ['vague', 27, 'No time is set.'],
  exploring: ['vague', 38, 'They are only exploring.'],
  noHurry: ['calm', 36, 'They say that there is no hurry.'],
  curious: ['curious', 8, 'There is no intention behind it.'],
}
/** Words that say nothing about the timeline by themselves when negated. */
const WHEN_NEGATED: Readonly<Partial<Record<TimeWord, TimeWord>>> = {
  urgent: 'noHurry',
  asap: 'noHurry',
}
/** Denied by nature: the phrase itself carries its negation. */
const NEGATIVE: readonly TimeWord[] = [
  'down',
  'vague',
  'noHurry',
  'curious',
  'exploring',
  'shutdown',
  'tender',
]

/** A talk within so many days asks for an answer now. */
const TALK_DAYS = 14
/** A tender that closes within so many days forces contact now. */
const TENDER_DAYS = 35
const talk = (at: Span, isNear: boolean): Timed => ({
  start: at.start,
  end: at.end,
  kind: 'window',
  score: isNear ? 78 : 66,
  said: isNear ? 'A talk or visit is asked for within days.' : 'A talk or visit is asked for.',
  forces: isNear,
})

const UNDATED =
  /(?<!\p{L})(?:no|not|kein\w*|ohne|sin|sem|nao|pas|sans|non|senza|nessun\w*|without)(?!\p{L}).*(?:date|time|schedule|deadline|termin|zeit|fecha|plazo|data|prazo|calendrier|delai|planning|echeance|scadenz|tempistic)/u
const NEAR_WORDS: readonly TimeWord[] = ['urgent', 'nextWeek']
const SOON_WORDS: readonly TimeWord[] = ['weeks', 'nextMonth']
const saidBy = (fold: Fold, at: Span): string => fold.text.slice(at.start, at.end)
const DAYLIKE =
  /week|woche|semana|semaine|settimana|today|tomorrow|heute|morgen|hoy|manana|hoje|amanha|demain|aujourd|oggi|domani/u

function fromWord(fold: Fold, word: TimeMatch): Timed[] {
  if (isTally(fold, word) || isAbsence(fold, word)) return []
  if (NEAR_WORDS.includes(word.key) && isTalk(fold, word) && DAYLIKE.test(saidBy(fold, word)))
    return [talk(word, true)]
  if (SOON_WORDS.includes(word.key) && isTalk(fold, word)) return [talk(word, false)]
  const key = word.negated && !NEGATIVE.includes(word.key) ? WHEN_NEGATED[word.key] : word.key
  if (key === undefined) return []
  if (word.negated && key === 'exploring') return []
  const [kind, score, said] = WORD_SCORES[key]
  return [
    {
      start: word.start,
      end: word.end,
      kind,
      score,
      said,
      forces: key === 'down',
      isUndated: key === 'vague' && UNDATED.test(saidBy(fold, word)),
    },
  ]
}

function isPast(fold: Fold, time: TimeSpan): boolean {
  const before = fold.text.slice(Math.max(0, time.start - 26), time.start)
  const after = fold.text.slice(time.end, time.end + 12)
  return PAST_BEFORE.test(before) && time.from < 0 && !DEADLINE_BEFORE.test(before)
    ? true
    : /^\s(?:ago|atras|fa\b|zuvor|pasado|passado|dernier|scorso)/u.test(after)
}

const sentenceOf = (fold: Fold, at: Span): string => {
  const sentence = spanAt(fold.sentences, at.start)
  return fold.text.slice(sentence.start, sentence.end)
}

/** The days that count: a deadline's end, a start's beginning, and for a bare year its middle. */
function daysOf(fold: Fold, time: TimeSpan): number {
  const before = fold.text.slice(Math.max(0, time.start - 26), time.start)
  if (NOT_BEFORE.test(before))
    return Math.max(time.from, time.grain === 'year' ? time.from + 30 : 0)
  if (time.grain === 'year' && time.from < YEAR_DAYS) {
    // "In 2027", "FY27": this or next year, whatever the month we are in.
    const middle = (time.from + time.to) / 2
    return Math.min(YEAR_DAYS, Math.max(HALF_YEAR + 1, middle))
  }
  // "From 2 to 21 March": the job begins on the first day.
  if (time.grain === 'day' && time.to > time.from) return Math.max(0, time.from)
  return Math.max(
    0,
    time.grain === 'quarter' || time.grain === 'month' ? (time.from + time.to) / 2 : time.to,
  )
}

function fromTime(fold: Fold, time: TimeSpan, tender: readonly TimeMatch[]): Timed[] {
  if (isPast(fold, time) || ofDocument(fold, time) || isAbsence(fold, time)) return []
  const before = fold.text.slice(Math.max(0, time.start - 26), time.start)
  if (time.to < -1) {
    if (time.grain === 'year' || !DEADLINE_BEFORE.test(before)) return []
    return [
      {
        ...time,
        kind: 'passed',
        score: PASSED,
        said: 'The deadline named is past.',
        forces: false,
      },
    ]
  }
  if (PRODUCT_LIFE.test(sentenceOf(fold, time)) && !DEADLINE_BEFORE.test(before)) return []
  const days = daysOf(fold, time)
  if (isTalk(fold, time)) return [talk(time, time.grain === 'day' && days <= TALK_DAYS)]
  const sentence = spanAt(fold.sentences, time.start)
  const closing = tender.some((t) => overlaps(t, sentence))
  const said = closing
    ? `Offers or an order are due in about ${Math.round(days)} days.`
    : `It is for about ${Math.round(days)} days from now.`
  return [
    {
      start: time.start,
      end: time.end,
      kind: 'date',
      score: scoreOfDays(days),
      said,
      forces: closing && days <= TENDER_DAYS,
    },
  ]
}

/** Everything the message says about when. */
export const readTimes: (reading: Reading) => readonly Timed[] = keptPer(findTimes)

function findTimes(reading: Reading): Timed[] {
  const fold = reading.message
  const words = findTimeWords(fold)
  const durations = findDurations(fold)
  const named = seasonTimes(reading)
  const dates = [
    ...named,
    ...findDates(fold, reading.at, reading.lead.country).filter((d) => !overlapsAny(d, named)),
  ].filter((d) => !overlapsAny(d, durations))
  const spans = [...durations, ...dates].filter(
    (t) =>
      !overlapsAny(t, fold.signature) &&
      !overlapsAny(t, fold.quoted) &&
      !(t.grain === 'day' && t.to <= WEEK && isDecided(fold, t)),
  )
  const tender = words.filter((w) => w.key === 'tender')
  const free = words.filter((w) => !overlapsAny(w, durations))
  const decisions = spans.filter((t) => isDecision(fold, t))
  const dated = free.some((w) => WORD_SCORES[w.key][0] === 'date' && !isDecision(fold, w))
  const jobs = spans.filter((t) => !decisions.includes(t))
  const counted = jobs.some((t) => t.to >= 0) || dated ? jobs : spans
  const times = counted.flatMap((t) =>
    fromTime(fold, t, tender).map((timed) =>
      decisions.includes(t) && timed.kind === 'date'
        ? { ...timed, score: Math.min(timed.score, DECISION_ONLY) }
        : timed,
    ),
  )
  return [...free.flatMap((w) => fromWord(fold, w)), ...times]
}
