import type { DisqualifyingRule, EvidenceField } from '@insa/contracts'
import { keptPer } from '../text/kept.ts'
import type { Reading } from '../text/reading.ts'
import type { Span } from '../text/spans.ts'
import { isGibberish } from './is-gibberish.ts'
import { type Cues, distinct } from './read-cues.ts'
import { type Sign, WEIGHTS } from './rule-weights.ts'

/** How much speaks for a rule (above 0: it holds), on which words of the message and on which other fields. */
export interface Weighed {
  readonly margin: number
  readonly words: readonly Span[]
  readonly fields: readonly EvidenceField[]
}

/** What the lead holds of each sign, and on which words. */
export interface Signs {
  readonly counts: ReadonlyMap<Sign, number>
  readonly words: ReadonlyMap<Sign, readonly Span[]>
  readonly fields: ReadonlyMap<Sign, readonly EvidenceField[]>
}

const MAIL_SIGNS: readonly Sign[] = ['school_mail', 'seller_mail', 'test_mail', 'spam_mail']

/** Words of a message that says what is wanted. */
const FEWEST_WORDS = 10
const YOU =
  /(?<!\p{L})(?:you|your|yours|ihnen|ihre?[nmrs]?|euch|eure?[nmrs]?|ustedes|usted|sus?|vuestr[oa]s?|les?|vous|votre|vos|voi|vi|vostr[oaie]|voces?|vcs|seus?|suas?|voss[oa]s?)(?!\p{L})/u
/** Somebody who speaks of himself. */
const SELF =
  /(?<!\p{L})(?:i|i'm|i've|my|myself|me|ich|mein\w*|mich|mir|yo|mi|mis|soy|tengo|estoy|je|j'|mon|ma|mes|moi|io|mio|mia|mi|sono|ho|eu|meu|minha|sou|tenho|estou)(?!\p{L})/gu
const FEWEST_SELF = 3
const addressesUs = ({ message }: Reading): boolean => YOU.test(message.text)

/** Of himself, and of no plant, need, offer or sum. */
function speaksOfSelf({ buyer, reading }: Cues): boolean {
  const wants = buyer.ours.length + buyer.need.length + buyer.rfq.length + buyer.money.length
  const told = [...reading.message.text.matchAll(SELF)].length
  return wants === 0 && told >= FEWEST_SELF && reading.message.words.length >= FEWEST_WORDS
}

function senderSigns(cues: Cues): [Sign, number][] {
  const { sender, work, reading } = cues
  const served = work.industries.filter((m) => m.key !== 'unusual')
  const isSeller = sender.sellerSigns > 0
  const isPlant =
    served.some((m) => m.field !== 'message') || (sender.has.plant !== undefined && !isSeller)
  const own = work.services.length + work.platforms.length
  const isOutside = sender.isPrivate || Boolean(sender.has.property ?? sender.has.household)
  const { words } = reading.message
  const names = served.some((m) => m.field === 'message')
  const isForeign =
    words.length >= FEWEST_WORDS && (own === 0 ? !names || !sender.isPrivate : own === 1 && !names)
  const hasTrade = (reading.lead.industry ?? '') !== ''
  const knows = sender.hasCompany || hasTrade || (reading.lead.email_id ?? '') !== ''
  const named = Object.keys(sender.has).map((k): [Sign, number] => [`from_${k}` as Sign, 1])
  const told: [Sign, boolean][] = [
    ['plant', isPlant],
    ['school_person', sender.isSchoolMail && !sender.hasCompany && !isPlant],
    ['self_told', knows && sender.isPrivate && !isPlant && speaksOfSelf(cues)],
    ['nothing_of_ours', knows && !isPlant && isOutside && isForeign],
    ['sells_by_name', !isPlant && sender.sellerSigns >= 2 && own <= 3 && addressesUs(reading)],
    ['no_plant', knows && !isPlant],
    ['plant_with_own_mail', isPlant && !sender.isFreeMail],
    ['unknown_sender', !knows],
    ['private', knows && sender.isPrivate],
    ['no_trade', knows && !hasTrade],
    ['bare', knows && !isPlant && (sender.isPrivate || !hasTrade)],
    ['school_mail', sender.isSchoolMail],
    ['seller_mail', sender.isSellerMail],
    ['test_mail', sender.isTestMail],
    ['test_name', sender.hasTestName],
    ['spam_mail', sender.isSpamMail],
    ['company_with_free_mail', sender.isFreeMail && sender.hasCompany],
  ]
  return [...named, ...told.map(([sign, is]): [Sign, number] => [sign, is ? 1 : 0])]
}

/** Counts the signs of a lead once, for all rules. */
export const readSigns: (cues: Cues) => Signs = keptPer(countSigns)

function countSigns(cues: Cues): Signs {
  const counts = new Map<Sign, number>(senderSigns(cues))
  const words = new Map<Sign, readonly Span[]>()
  for (const group of [cues.against, cues.buyer, cues.hints, cues.foreign]) {
    for (const [key, matches] of Object.entries(group) as [Sign, readonly Span[]][]) {
      counts.set(key, distinct(cues, matches))
      words.set(key, matches)
    }
  }
  const { services, platforms, foreign } = cues.work
  const own = distinct(cues, services) + distinct(cues, platforms)
  counts.set('own_work', own)
  counts.set('much_own_work', Math.max(0, own - 3))
  counts.set('no_own_work', own === 0 ? 1 : 0)
  counts.set('related_trade', distinct(cues, foreign))
  counts.set('not_given', cues.hints.given.length + cues.against.awarded.length === 0 ? 1 : 0)
  counts.set('gibberish', isGibberish(cues.reading.message) ? 1 : 0)
  counts.set('long', cues.reading.message.words.length > 12 ? 1 : 0)
  words.set('related_trade', foreign)
  const fields = new Map<Sign, readonly EvidenceField[]>(MAIL_SIGNS.map((s) => [s, ['email_id']]))
  for (const [cue, where] of Object.entries(cues.sender.has))
    fields.set(`from_${cue}` as Sign, where)
  return { counts, words, fields }
}

/** Weighs what speaks for and against `rule`; `isPhrased` tells that wording alone would settle it. */
export function weighCues(signs: Signs, rule: DisqualifyingRule, isPhrased: boolean): Weighed {
  const { threshold, weights, required } = WEIGHTS[rule]
  const countOf = (sign: Sign) =>
    sign === 'phrase' ? Number(isPhrased) : (signs.counts.get(sign) ?? 0)
  if (required.every((sign) => countOf(sign) === 0) && !isPhrased)
    return { margin: Number.NEGATIVE_INFINITY, words: [], fields: [] }
  let margin = -threshold
  const words: Span[] = []
  const fields = new Set<EvidenceField>()
  for (const [sign, [weight, most]] of Object.entries(weights) as [Sign, [number, number]][]) {
    const count = Math.min(most, countOf(sign))
    margin += weight * count
    if (weight <= 0 || count === 0) continue
    words.push(...(signs.words.get(sign) ?? []))
    for (const field of signs.fields.get(sign) ?? []) fields.add(field)
  }
  return { margin, words, fields: [...fields] }
}
