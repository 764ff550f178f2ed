import type { CompanyProfile, DisqualifyingRule, EvidenceField } from '@insa/contracts'
import { foldPhrase } from '../text/fold.ts'
import { negatedAt } from '../text/negation.ts'
import { spanAt } from '../text/sentences.ts'
import { overlapsAny, type Span } from '../text/spans.ts'
import { isGibberish } from './is-gibberish.ts'
import { type Cues, distinct, weighBuyer, workCount } from './read-cues.ts'

/** A rule that holds: how clearly, and on which words of the message. */
export interface Breach {
  readonly rule: DisqualifyingRule
  /** Comparable between rules; the clearest wins. */
  readonly weight: number
  readonly reason: string
  readonly words: readonly Span[]
  /** Other fields that speak for it, whole. */
  readonly fields?: readonly EvidenceField[]
  /** Nothing that speaks against it counts. */
  readonly isCertain?: boolean
}

export type Rule = (cues: Cues, profile: CompanyProfile) => Breach | null

const BUYS = { need: 1.5, rfq: 1.5, ours: 0.5, money: 1.5, boss: 1, partner: 1 }

const OWN_NEED = { need: 1.5, ours: 0.75, rfq: 0.5 }

const jobSeeker: Rule = (cues) => {
  const words = cues.against.job_strong
  const clear = distinct(cues, words)
  const buyer = weighBuyer(cues, { rfq: 1.5, money: 1.5, boss: 1, need: 0.5 }, words)
  if (clear === 0 || (clear < 3 && buyer >= 3.5)) return null
  return {
    rule: 'job_seeker',
    weight: 3 * clear,
    words,
    reason: 'They look for employment or an internship.',
  }
}

const student: Rule = (cues) => {
  const purpose = cues.against.student_purpose
  const who = cues.against.student_who
  const title =
    /\b(?:student\w*|estudiante|estudante|etudiant\w*|schuler\w*|laureand\w*|doktorand\w*|tesista|phd candidate)\b/u
  const titled = title.test(cues.reading.fields.job_title?.text ?? '') ? 1 : 0
  const words = [...purpose, ...who]
  const buyer = weighBuyer(cues, { rfq: 1, money: 2, boss: 2.5, ours: 0.75 }, words)
  const bossed = weighBuyer(cues, { boss: 2.5, money: 1 }, [])
  const isStudent =
    purpose.length > 0
      ? buyer < 3 && bossed < 2.5
      : who.length + titled > 0 && Math.max(buyer, bossed) < 2.5
  if (!isStudent) return null
  if (purpose.length === 0 && who.length === 0) return null
  const weight = 3 * Math.min(2, purpose.length) + 2 * Math.min(1, who.length + titled)
  return {
    rule: 'student',
    weight,
    words,
    reason: 'Studies, a thesis or school work, with no buyer behind it.',
  }
}

const vendor: Rule = (cues) => {
  const strong = cues.against.vendor_strong
  const medium = cues.against.vendor_medium.filter((m) => !overlapsAny(m, strong))
  const words = [...strong, ...medium]
  // "We sell pizza and need a SCADA": within one sentence a need counts beside our own work only.
  const beside = Math.min(3, workCount(cues)) > 0 ? weighBuyer(cues, OWN_NEED, words, 'words') : 0
  const buyer = Math.max(weighBuyer(cues, BUYS, words), beside)
  const weight = 2 * distinct(cues, strong) + distinct(cues, medium)
  const sells = strong.length > 0 ? weight > buyer : medium.length >= 2 && buyer < 1.5
  if (!sells) return null
  return { rule: 'vendor', weight: weight + 2, words, reason: 'They want to sell something to us.' }
}

const nameOf = (text: string): string =>
  foldPhrase(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

function isKnownCompetitor(cues: Cues, profile: CompanyProfile): boolean {
  const { company_name, email_id, website } = cues.reading.lead
  const name = ` ${nameOf(company_name ?? '')} `
  const hosts = [email_id?.split('@')[1] ?? '', website ?? ''].map((h) => h.toLowerCase())
  return profile.competitors.some((c) => {
    const known = c.trim().toLowerCase()
    return known.includes('.')
      ? hosts.some((h) => h.includes(known))
      : name.includes(` ${nameOf(known)} `)
  })
}

const competitor: Rule = (cues, profile) => {
  const { integrator, price_fishing, partner } = cues.buyer
  const words = [...integrator, ...price_fishing]
  if (partner.length > 0) return null
  if (isKnownCompetitor(cues, profile)) {
    return { rule: 'competitor', weight: 9, words, reason: 'A known competitor.', isCertain: true }
  }
  if (integrator.length === 0 || price_fishing.length === 0) return null
  if (weighBuyer(cues, { rfq: 1, money: 1.5, ours: 1, boss: 1 }, words) >= 3) return null
  return {
    rule: 'competitor',
    weight: 5,
    words,
    reason: 'Another integrator that asks for our prices, without a job to share.',
  }
}

const spam: Rule = (cues) => {
  const { message } = cues.reading
  if (isGibberish(message)) {
    const words = [{ start: 0, end: message.text.trimEnd().length }]
    return { rule: 'spam', weight: 9, words, reason: 'A test of the form or meaningless text.' }
  }
  const words = cues.against.spam_strong
  const clear = distinct(cues, words)
  const ours = workCount(cues) + weighBuyer(cues, { rfq: 1, ours: 1 }, words)
  if (clear === 0 || clear * 2 <= ours) return null
  return { rule: 'spam', weight: 3 * clear + 1, words, reason: 'Mass mail or a scam.' }
}

const FORMALITY =
  /formal|forme|forma\b|compar|vergleich|confront|akte|file|record|expedient|audit|tramite|third|drittes|tercera|terceira|troisieme|terzo/u
const MERE_COMPARISON = /compar|vergleich|confront|referenc/u

/** "I want the contract signed by May": wished, not done. */
const WISHED =
  /\b(?:want|like|need|expect|aim|hope|must|should|will|quiero|queremos|necesit\w*|ocup\w*|esper\w*|quero|queremos|precis\w*|pretend\w*|mocht\w*|woll\w*|will|soll\w*|muss|mussen|veux|voulons|souhait\w*|faut|doit|voglio|vogliamo|vorre\w*|dobbiamo|deve|have|having|get|ter|tener|avoir|avere)\b[^.;!?]{0,28}$/u
const DUE =
  /^[^.;!?]{0,6}\b(?:by|before|until|no later|end of|ate|antes|hasta|para el|bis|vor|spatestens|avant|d'ici|entro|prima)\b/u
const isWished = (text: string, { start, end }: Span): boolean =>
  WISHED.test(text.slice(Math.max(0, start - 50), start)) && DUE.test(text.slice(end, end + 24))

const awarded: Rule = (cues) => {
  const { message } = cues.reading
  const counters = cues.against.awarded_counter
  const guarded = counters.map((c) => spanAt(message.sentences, c.start))
  const words = cues.against.awarded.filter(
    (m) =>
      !overlapsAny(m, guarded) && !negatedAt(message, m.start, m.end) && !isWished(message.text, m),
  )
  const clear = words.reduce(
    (sum, m) => sum + (MERE_COMPARISON.test(message.text.slice(m.start, m.end)) ? 0.5 : 1),
    0,
  )
  const isFormal = words.some((m) => FORMALITY.test(message.text.slice(m.start, m.end)))
  if (cues.buyer.partner.length > 0 && !isFormal) return null
  if (clear < 1 || counters.length >= clear + 1) return null
  return {
    rule: 'awarded',
    weight: 3 + 2 * clear,
    words,
    reason: 'The project is already given to somebody else.',
  }
}

/** "Not for a house": the word right before counts, for what follows may deny something else ("our printers do not print"). */
const DENIED =
  /\b(?:no|not|never|kein\w*|nicht|keinesfalls|sin|nao|sem|pas|pas de|aucun\w*|non|senza|nada de)\s+(?:\p{L}+\s+){0,2}$/u

/** What is asked for is not our work at all. */
export const outOfScope: Rule = (cues) => {
  const { message } = cues.reading
  const foreign = cues.work.foreign.filter(
    (m) => !DENIED.test(message.text.slice(Math.max(0, m.start - 24), m.start)),
  )
  if (foreign.length === 0) return null
  const asked = [...cues.buyer.need, ...cues.buyer.rfq].map((m) =>
    spanAt(message.sentences, m.start),
  )
  const core = [...cues.work.services, ...cues.work.platforms].filter(
    (m) => !overlapsAny(m, message.signature),
  )
  const clear = distinct(cues, foreign)
  // "Smart home automation": general words do not make a house a plant.
  const isHome = foreign.some((m) => m.key === 'residential')
  const general = isHome && core.every((m) => m.key === 'automation' || m.key === 'maintenance')
  const own = general ? 0 : workCount(cues)
  const askedForeign = foreign.filter((m) => overlapsAny(m, asked))
  const askedCore = core.filter((m) => overlapsAny(m, asked))
  const isShort = message.words.length <= 30
  const outside =
    own === 0
      ? clear >= 2 || askedForeign.length > 0 || isShort
      : (askedForeign.length > 0 && askedCore.length === 0 && own <= 2) || clear > 1.5 * own
  if (!outside) return null
  return {
    rule: 'out_of_scope',
    weight: 2 * clear,
    words: foreign,
    reason: 'What they ask for is not our work.',
  }
}

/** Wording that settles a rule, in the order in which ties are settled. */
export const RULES: Readonly<Record<DisqualifyingRule, Rule>> = {
  spam,
  job_seeker: jobSeeker,
  student,
  vendor,
  competitor,
  awarded,
  out_of_scope: outOfScope,
}

/** Why a rule disqualifies, as a person reads it. */
export const REASONS: Readonly<Record<DisqualifyingRule, string>> = {
  spam: 'A test of the form, mass mail or a scam.',
  job_seeker: 'They look for employment or an internship.',
  student: 'Studies, a thesis or school work, with no buyer behind it.',
  vendor: 'They want to sell something to us.',
  competitor: 'Another integrator that asks for our prices, without a job to share.',
  awarded: 'The project is already given to somebody else.',
  out_of_scope: 'What they ask for is not our work.',
}
