import calendar from '../lexicons/calendar.json' with { type: 'json' }
import seasons from '../lexicons/seasons.json' with { type: 'json' }
import { type Fold, foldPhrase } from '../text/fold.ts'
import type { Reading } from '../text/reading.ts'
import { spanAt } from '../text/sentences.ts'
import { overlaps, overlapsAny, type Span } from '../text/spans.ts'
import { findDates, type TimeSpan } from './find-dates.ts'
import { findDurations } from './find-durations.ts'
import { findSeasons, findTimeWords, type TimeMatch, type TimeWord } from './time-words.ts'

/** A statement about when, graded. */
export interface Timed extends Span {
  readonly kind: 'now' | 'date' | 'window' | 'vague' | 'calm' | 'curious' | 'passed'
  /** 0–100 by the rubric's timeline. */
  readonly score: number
  readonly said: string
  /** Must somebody get in touch now? */
  readonly forces: boolean
}

const DAY = 86_400_000
const SEASONS: readonly string[] = ['spring', 'summer', 'autumn', 'winter']
const SEASON_YEAR = /^\s(?:of |de |del |du |von |do |dell'anno )?(20\d\d)/u
/** Days within which an order, a tender or a start counts as now. */
const NOW_DAYS = 31
const NEAR_DAYS = 100
const HALF_YEAR = 190
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
export function scoreOfDays(days: number): number {
  if (days <= 7) return 96
  if (days <= NOW_DAYS) return 91
  if (days <= NEAR_DAYS) return 84
  if (days <= HALF_YEAR) return 76
  if (days <= YEAR_DAYS) return 56
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

/** A day asked for a talk or a visit is not the day of the job, but it does ask for an answer now. */
const TALK =
  /\b(?:call|meet\w*|talk|phone|visit|teams|zoom|llam\w+|reunion\w*|hablar|visit\w+|anruf\w*|ruckruf\w*|telefon\w*|termin|besprech\w*|besuch\w*|vor ort|lig(?:ar|uem|acao)|conversar|reuniao|rappel\w*|appel(?:er|ez)|rendez|rdv|reunion|chiam\w+|incontr\w+|sopralluogo|sentirci|appuntamento)\b/u
const TALK_DAYS = 14
/** A tender that closes within so many days forces contact now. */
const TENDER_DAYS = 35
/** Ends of support and production of a product are no dates of the job. */
const PRODUCT_LIFE =
  /end of (?:life|support|sale)|\beol\b|obsole|discontinu|abgekundigt|support (?:ends|endet)|descontinu|fin de (?:vie|soporte)|fuori produzione|fine supporto|garanti|warranty/u

/** A date on which money is asked for or decided is not the date of the job where another is named. */
const DECISION =
  /request|antrag|genehm|freigabe|entscheid|approv|aprob|aprov|validation|decision|richiest|demande|solicit|board meet/u

const clauseText = (fold: Fold, at: Span): string => {
  const clause = spanAt(fold.clauses, at.start)
  return fold.text.slice(clause.start, clause.end)
}

const inSentence = (fold: Fold, at: Span, words: RegExp): boolean => {
  const sentence = spanAt(fold.sentences, at.start)
  return words.test(fold.text.slice(sentence.start, sentence.end))
}

const DAYLIKE =
  /week|woche|semana|semaine|settimana|today|tomorrow|heute|morgen|hoy|manana|hoje|amanha|demain|aujourd|oggi|domani/u

function isTalk(fold: Fold, word: TimeMatch): boolean {
  const said = fold.text.slice(word.start, word.end)
  return (
    ['urgent', 'nextWeek'].includes(word.key) && DAYLIKE.test(said) && inSentence(fold, word, TALK)
  )
}

const talk = (at: Span): Timed => ({
  start: at.start,
  end: at.end,
  kind: 'window',
  score: 78,
  said: 'A talk or visit is asked for within days.',
  forces: true,
})

function fromWord(fold: Fold, word: TimeMatch): Timed[] {
  if (isTalk(fold, word)) return [talk(word)]
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
  return Math.max(
    0,
    time.grain === 'quarter' || time.grain === 'month' ? (time.from + time.to) / 2 : time.to,
  )
}

function fromTime(fold: Fold, time: TimeSpan, tender: readonly TimeMatch[]): Timed[] {
  if (isPast(fold, time)) return []
  const before = fold.text.slice(Math.max(0, time.start - 26), time.start)
  if (time.to < -1) {
    if (time.grain === 'year' || !DEADLINE_BEFORE.test(before)) return []
    return [
      { ...time, kind: 'passed', score: 35, said: 'The deadline named is past.', forces: false },
    ]
  }
  if (inSentence(fold, time, PRODUCT_LIFE) && !DEADLINE_BEFORE.test(before)) return []
  const days = daysOf(fold, time)
  if (time.grain === 'day' && days <= TALK_DAYS && inSentence(fold, time, TALK)) return [talk(time)]
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

function seasonTimes(reading: Reading): TimeSpan[] {
  const where = foldPhrase(reading.lead.country ?? '').trim()
  const now = reading.at.getTime()
  const year = reading.at.getUTCFullYear()
  return findSeasons(reading.message).map((m) => {
    const [m1 = 1, d1 = 1, m2 = 1, d2 = 1] = seasons.starts[m.key]
    const southern = SEASONS.includes(m.key) && seasons.southern.includes(where)
    const shift = southern ? 6 : 0
    const wraps = m2 < m1 ? 1 : 0
    const end = (y: number) => Date.UTC(y + wraps, m2 - 1 + shift, d2)
    const tail = SEASON_YEAR.exec(reading.message.text.slice(m.end))
    const written = tail ? Number(tail[1]) - wraps : null
    const y =
      written ?? [year - 1, year, year + 1].find((candidate) => end(candidate) > now) ?? year
    const days = (t: number) => Math.round((t - now) / DAY)
    const start = Date.UTC(y, m1 - 1 + shift, d1)
    const last = m.end + (tail?.[0].length ?? 0)
    return { start: m.start, end: last, from: days(start), to: days(end(y)), grain: 'quarter' }
  })
}

/** Everything the message says about when. */
export function readTimes(reading: Reading): Timed[] {
  const fold = reading.message
  const words = findTimeWords(fold)
  const durations = findDurations(fold)
  const named = seasonTimes(reading)
  const dates = [
    ...named,
    ...findDates(fold, reading.at, reading.lead.country).filter((d) => !overlapsAny(d, named)),
  ].filter((d) => !overlapsAny(d, durations))
  const spans = [...durations, ...dates].filter(
    (t) => !overlapsAny(t, fold.signature) && !overlapsAny(t, fold.quoted),
  )
  const tender = words.filter((w) => w.key === 'tender')
  const free = words.filter((w) => !overlapsAny(w, durations))
  const money = spans.filter((t) => DECISION.test(clauseText(fold, t)))
  const dated = free.some((w) => WORD_SCORES[w.key][0] === 'date')
  const jobs = spans.filter((t) => !money.includes(t))
  const counted = jobs.some((t) => t.to >= 0) || dated ? jobs : spans
  return [
    ...free.flatMap((w) => fromWord(fold, w)),
    ...counted.flatMap((t) => fromTime(fold, t, tender)),
  ]
}
