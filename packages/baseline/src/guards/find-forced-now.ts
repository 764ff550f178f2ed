import type { LeadJudgement } from '@insa/contracts'
import lexicon from '../lexicons/forced-now.json' with { type: 'json' }
import { evidence } from '../text/evidence.ts'
import type { Fold } from '../text/fold.ts'
import { negatedAt } from '../text/negation.ts'
import type { PhraseMatch } from '../text/phrase-match.ts'
import type { Reading } from '../text/reading.ts'
import { spanAt } from '../text/sentences.ts'
import { overlapsAny, type Span } from '../text/spans.ts'
import { compileTerms, findTerms } from '../text/terms.ts'
import { findDates } from '../time/find-dates.ts'

const TERMS = compileTerms(lexicon.terms)
type Key = keyof typeof lexicon.terms

/** A call asked for within this many days forces it. */
const CALL_DAYS = 8
/** A tender that closes or an order to be placed within this many days forces it: about five weeks. */
const TENDER_DAYS = 35
/** A test, an opening or a restart that cannot move, within this many days. */
const EVENT_DAYS = 35
const MONTH_DAYS = 31

/** A stop as a time to work in: "en la parada anual", "im Stillstand". */
const STOPPAGE =
  /\b(?:en|na|nas|durante|proxima|next|nachsten?|im|beim|during|pendant|lors de|nel|nella|durante il|durante la|al|para|fur den|for the|pour) (?:la |el |un |une |l'|il |das |den |our |the |notre |nuestra |nossa |de )?(?:parada|paro|arret|fermo|fermata|\p{L}*stillstand|shutdown|stop)\b|\b(?:parada|paro|arret|fermo|fermata) (?:anual|programad|planificad|planejad|technique|annuel|prevu|programmat|annuale|estivo|de mantenimiento|geral|generale|di agosto|de agosto|d'ete)/u

/** Of the words that make a stop unreal, those that do so from behind it too. */
const PAST =
  /every|each|maint|scrap|decom|cada|tod[oa]s|jede|wartung|tous|chaque|ogni|tutti|sommer|august|dezember|manut|mantenim|last|ago|past|previous|jahr|monat|vor |resolved|fixed|again|back up|behoben|wieder|pasad|hace|resuelto|ya funciona|passad|resolvid|voltou|dernier|il y a|resolu|repar|scors| fa$|risolt|times|veces|ve[iz]|mals|fois|volte/u

/** Words of the clause before `match`, and a few after, that make it unreal: "if", "last year", "to avoid", "planned". */
function isUnreal(fold: Fold, match: Span, unreal: readonly Span[]): boolean {
  // "Il nastro che si ferma": a habit.
  if (/\bsi ferman?o?$/u.test(fold.text.slice(match.start, match.end))) return true
  if (STOPPAGE.test(fold.text.slice(match.start, match.end + 12))) return true
  const sentence = spanAt(fold.sentences, match.start)
  const clause = spanAt(fold.clauses, match.start)
  return unreal.some((u) => {
    if (u.start < match.end && match.start < u.end)
      return u.start <= match.start && u.end > match.end
    if (u.end <= match.start) return u.start >= clause.start && match.start - u.end < 40
    const isPast = PAST.test(fold.text.slice(u.start, u.end))
    return isPast && u.start < Math.min(sentence.end, match.end + 30)
  })
}

const inSentence = <M extends Span>(fold: Fold, at: Span, others: readonly M[]): M | undefined => {
  const sentence = spanAt(fold.sentences, at.start)
  return others.find((o) => overlapsAny(o, [sentence]))
}

interface Near extends Span {
  /** Days from now until it ends. */
  readonly to: number
}

const COUNTS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'one un una un ein uma une',
    'two dos due zwei dois deux duas',
    'three tres tre drei tres trois',
    'four cuatro quattro vier quatro quatre',
    'five cinco cinque funf cinco cinq',
    'six seis sei sechs seis six',
    'seven siete sette sieben sete sept',
    'eight ocho otto acht oito huit',
    'nine nueve nove neun nove neuf',
    'ten diez dieci zehn dez dix',
  ].flatMap((line, i) => line.split(' ').map((w): [string, number] => [w, i + 1])),
)
/** "In nine days", "dans trois semaines". */
const COUNTDOWN =
  /(?<!\p{L})(?:in|en|em|dans|tra|fra|dentro de|within|d'ici|sous|entro|innerhalb von|binnen|em ate|ate) (?<count>\d{1,2}|\p{L}{2,6}) (?<unit>days?|weeks?|dias?|semanas?|tag\w*|woche\w*|jours?|semaines?|giorni|settiman\w*)(?!\p{L})/gu
/** "08/10": day and month; in English either, whichever comes sooner. */
const SLASHED = /(?<![\d/.,])(?<a>[0-3]?\d)\/(?<b>[0-3]?\d)(?![\d/])/gu
const MONTH_END =
  /(?<!\p{L})(?:monatsende|(?:ende|end|fin|fines|finales|fim|final|fine) (?:(?:dieses|des|of the|of this|de|de este|do|deste|du|di|del) )?(?:monats|month|mes|mois|mese))(?!\p{L})/gu
const DAY = 86_400_000

function countdowns({ message }: Reading): Near[] {
  return Array.from(message.text.matchAll(COUNTDOWN)).flatMap((m) => {
    const { count = '', unit = '' } = m.groups ?? {}
    const number = /^\d/u.test(count) ? Number(count) : COUNTS[count]
    if (number === undefined) return []
    const days = /^(?:w|sem|sett)/u.test(unit) ? 7 * number : number
    return [{ start: m.index, end: m.index + m[0].length, to: days }]
  })
}

function monthEnds({ message, at }: Reading): Near[] {
  const last = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0, 12)
  const to = Math.max(0, Math.round((last - at.getTime()) / DAY))
  return Array.from(message.text.matchAll(MONTH_END)).map((m) => ({
    start: m.index,
    end: m.index + m[0].length,
    to,
  }))
}

function slashedDates({ message, at, language }: Reading): Near[] {
  return Array.from(message.text.matchAll(SLASHED)).flatMap((m) => {
    const [a, b] = [Number(m.groups?.a), Number(m.groups?.b)]
    const tries = (
      language === 'en'
        ? [
            [a, b],
            [b, a],
          ]
        : [[a, b]]
    ).filter(([day = 0, month = 0]) => day >= 1 && day <= 31 && month >= 1 && month <= 12)
    const days = tries.map(([day = 1, month = 1]) =>
      Math.round((Date.UTC(at.getUTCFullYear(), month - 1, day, 12) - at.getTime()) / DAY),
    )
    const to = Math.min(...days.filter((d) => d >= 0))
    return Number.isFinite(to) ? [{ start: m.index, end: m.index + m[0].length, to }] : []
  })
}

/** Times named that end within weeks. A month counts by its part ("end of November"); a year is too coarse to force anything. */
function nearTimes(reading: Reading): Near[] {
  const dates = findDates(reading.message, reading.at).filter(
    (d) =>
      d.grain === 'day' ||
      d.grain === 'week' ||
      (d.grain === 'month' && d.to - d.from < MONTH_DAYS - 2),
  )
  const written = [...countdowns(reading), ...monthEnds(reading), ...slashedDates(reading)]
  return [...dates, ...written].filter((d) => d.to >= 0)
}

const within = (times: readonly Near[], days: number): Near[] => times.filter((t) => t.to <= days)

/** "I am away from Friday on": when something begins or ends is not when it is wanted. */
const STARTS =
  /(?<!\p{L})(?:from|pour|por|por el|since|ab|seit|desde|a partir d[eoa]|des|depuis|dal|dalla|apres|after|nach|despues del?)(?: el| le| il| la| next)? $/u
const isStart = (fold: Fold, { start }: Span): boolean =>
  STARTS.test(fold.text.slice(Math.max(0, start - 18), start))

const span = (a: Span, b: Span): Span => ({
  start: Math.min(a.start, b.start),
  end: Math.max(a.end, b.end),
})

/** Finds what forces contact now: a line is down, a call asked for within days, a tender that closes in the next weeks. */
export function findForcedNow(reading: Reading): LeadJudgement['forced_now'] {
  const { message } = reading
  const matches = findTerms(message, TERMS).filter((m) => !overlapsAny(m, message.signature))
  const of = (key: Key): PhraseMatch<Key>[] => matches.filter((m) => m.key === key)
  const quote = (words: Span) => [evidence('message', message, words.start, words.end)]
  const unreal = of('unreal')
  const down = of('down').find((m) => !isUnreal(message, m, unreal))
  if (down) return { reason: 'Something is down now.', evidence: quote(down) }
  const near = nearTimes(reading)
  const soon = [...of('soon'), ...within(near, CALL_DAYS)].filter((t) => !isStart(message, t))
  for (const call of of('call')) {
    if (negatedAt(message, call.start, call.end)) continue
    const when = inSentence(message, call, soon)
    if (when)
      return { reason: 'Contact is asked for within days.', evidence: quote(span(call, when)) }
  }
  for (const tender of of('tender')) {
    const when = inSentence(message, tender, [...within(near, TENDER_DAYS), ...of('soon')])
    if (when) return { reason: 'Offers are due within weeks.', evidence: quote(span(tender, when)) }
  }
  for (const event of of('event')) {
    const when = inSentence(message, event, within(near, EVENT_DAYS))
    if (when)
      return {
        reason: 'A date that cannot move is weeks away.',
        evidence: quote(span(event, when)),
      }
  }
  return null
}
