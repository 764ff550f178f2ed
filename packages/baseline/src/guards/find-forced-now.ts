import type { LeadJudgement } from '@insa/contracts'
import lexicon from '../lexicons/forced-now.json' with { type: 'json' }
import { evidence } from '../text/evidence.ts'
import type { Fold } from '../text/fold.ts'
import type { PhraseMatch } from '../text/phrases.ts'
import type { Reading } from '../text/reading.ts'
import { spanAt } from '../text/sentences.ts'
import { overlapsAny, type Span } from '../text/spans.ts'
import { compileTerms, findTerms } from '../text/terms.ts'
import { findDates } from '../time/find-dates.ts'

const TERMS = compileTerms(lexicon.terms)
type Key = keyof typeof lexicon.terms

/** A call asked for within this many days forces it. */
const CALL_DAYS = 8
/** A tender that closes within this many days forces it: about five weeks. */
const TENDER_DAYS = 35

/** A stop as a time to work in: "en la parada anual", "im Stillstand". */
const STOPPAGE =
  /\b(?:en|na|nas|durante|proxima|next|nachsten?|im|beim|during|pendant|lors de|nel|durante il|al|para|fur den|for the|pour) (?:la |el |un |une |l'|il |das |den |our |the |notre |nuestra |nossa |de )?(?:parada|paro|arret|fermo|\p{L}*stillstand|shutdown|stop)\b|\b(?:parada|paro|arret|fermo) (?:anual|programad|planificad|planejad|technique|annuel|prevu|programmat|annuale|estivo|de mantenimiento|geral|de agosto|d'ete)/u

/** Of the words that make a stop unreal, those that do so from behind it too. */
const PAST =
  /every|each|maint|scrap|decom|cada|tod[oa]s|jede|wartung|tous|chaque|ogni|tutti|sommer|august|dezember|manut|mantenim|last|ago|past|previous|jahr|monat|vor |resolved|fixed|again|back up|behoben|wieder|pasad|hace|resuelto|ya funciona|passad|resolvid|voltou|dernier|il y a|resolu|repar|scors| fa$|risolt/u

/** Words of the clause before `match`, and a few after, that make it unreal: "if", "last year", "to avoid", "planned". */
function isUnreal(fold: Fold, match: Span, unreal: readonly Span[]): boolean {
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

/** Days, weeks and weekdays named that end within so many days; a month or a year is too coarse to force anything. */
const nearDates = (reading: Reading, days: number): Span[] =>
  findDates(reading.message, reading.at).filter(
    (d) => (d.grain === 'day' || d.grain === 'week') && d.to >= 0 && d.to <= days,
  )

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
  const soon = [...of('soon'), ...nearDates(reading, CALL_DAYS)]
  for (const call of of('call')) {
    const when = inSentence(message, call, soon)
    if (when)
      return { reason: 'Contact is asked for within days.', evidence: quote(span(call, when)) }
  }
  for (const tender of of('tender')) {
    const when = inSentence(message, tender, [...nearDates(reading, TENDER_DAYS), ...of('soon')])
    if (when) return { reason: 'Offers are due within weeks.', evidence: quote(span(tender, when)) }
  }
  return null
}
