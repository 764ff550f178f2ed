import type { CompanyProfile, DisqualifyingRule, FactorName, LeadJudgement } from '@insa/contracts'
import { readScope } from '../complexity/read-scope.ts'
import { readCues } from '../guards/read-cues.ts'
import { RULES } from '../guards/rules.ts'
import { readSigns, weighCues } from '../guards/weigh-cues.ts'
import type { Reading } from '../text/reading.ts'
import { overlapsAny } from '../text/spans.ts'
import type { Concept } from './concepts.ts'
import { addMeanings } from './meanings.ts'
import type { ReadSentence } from './read-concepts.ts'
import { addWords, type Features } from './sentence-features.ts'

const RULE_NAMES = Object.keys(RULES) as DisqualifyingRule[]
/** Of a margin; beyond it more says no more. */
const MOST = 2
const MOST_COUNT = 3
const GRADE_STEP = 20
const FIELDS = { job_title: 't', company_name: 'c', industry: 'i', source: 'o' } as const

/** What the word lists found: of no language. */
function addListed(reading: Reading, profile: CompanyProfile, features: Features): void {
  const cues = readCues(reading)
  const signs = readSigns(cues)
  for (const [sign, count] of signs.counts)
    if (count > 0) features.set(`sign ${sign}`, Math.min(count, MOST_COUNT))
  for (const rule of RULE_NAMES) {
    const phrased = RULES[rule](cues, profile)
    if (phrased) features.set(`rule ${rule}`, 1)
    const { margin } = weighCues(signs, rule, phrased !== null)
    if (Number.isFinite(margin))
      features.set(`margin ${rule}`, Math.max(-MOST, Math.min(MOST, margin / 2)))
  }
}

function addListedGrades(judged: ListedJudgement, features: Features): void {
  for (const [name, { score }] of Object.entries(judged.factors)) {
    features.set(`grade ${name} ${score === null ? '?' : Math.floor(score / GRADE_STEP)}`, 1)
    if (score !== null) features.set(`grade ${name}`, score / 100)
  }
  if (judged.forced_now) features.set('forced', 1)
}

/** What was judged by lists alone. */
export type ListedJudgement = Pick<LeadJudgement, 'forced_now'> & {
  readonly factors: Readonly<Record<FactorName, { readonly score: number | null }>>
}

const COUNTED = ['systems', 'platforms', 'sizes', 'quantities', 'engineering'] as const
const MOST_COUNTED = 6

/** How much is said of the job's extent. */
function addScope(reading: Reading, features: Features): void {
  const scope = readScope(reading)
  for (const what of COUNTED) {
    const count = Math.min(MOST_COUNTED, scope[what])
    features.set(`${what}`, Math.log2(1 + count))
    features.set(`${what} ${Math.min(3, count)}`, 1)
  }
  for (const [name, is] of Object.entries({
    trivial: scope.isTrivial,
    information: scope.isInformation,
    repair: scope.isRepair,
    work: scope.namesWork,
  }))
    if (is) features.set(`scope ${name}`, 1)
}

/** A concept is said by one sentence of many: so much more probable than its model thinks, if both were as frequent. */
const RARE = 8

function addConcepts(
  reading: Reading,
  names: readonly Concept[],
  sentences: readonly ReadSentence[],
  features: Features,
): void {
  const { quoted } = reading.message
  for (const [i, name] of names.entries()) {
    let best = 0
    let bestQuoted = 0
    let none = 1
    for (const sentence of sentences) {
      const p = sentence.probabilities[i] ?? 0
      if (overlapsAny(sentence, quoted)) bestQuoted = Math.max(bestQuoted, p)
      else {
        best = Math.max(best, p)
        none *= 1 - p
      }
    }
    features.set(`says ${name}`, best)
    if (best > 0.5) features.set(`clearly ${name}`, 1)
    features.set(`anywhere ${name}`, 1 - none)
    const odds = best / (1 - Math.min(best, 0.999))
    features.set(`maybe ${name}`, (odds * RARE) / (1 + odds * RARE))
    if (bestQuoted > 0) features.set(`quotes ${name}`, bestQuoted)
  }
}

function addFields({ fields, lead }: Reading, features: Features): void {
  for (const [field, tag] of Object.entries(FIELDS) as [keyof typeof FIELDS, string][]) {
    const fold = fields[field]
    if (fold) {
      addWords(fold.words, features, `${tag} `)
      addMeanings(fold.words, fold.language, features, `${tag} `)
    } else features.set(`no ${field}`, 1)
  }
  const [box = '', host = ''] = (lead.email_id ?? '').toLowerCase().split('@')
  if (host === '') features.set('no email_id', 1)
  for (const part of host.split(/[.-]/u)) if (part) features.set(`host ${part.slice(0, 7)}`, 1)
  for (const part of box.split(/[^\p{L}]+/u)) if (part) features.set(`box ${part.slice(0, 7)}`, 1)
}

/** The features by which a whole lead is decided. */
export function leadFeatures(
  reading: Reading,
  profile: CompanyProfile,
  judged: ListedJudgement,
  names: readonly Concept[],
  sentences: readonly ReadSentence[],
): Features {
  const features: Features = new Map([['1', 1]])
  addListed(reading, profile, features)
  addListedGrades(judged, features)
  addConcepts(reading, names, sentences, features)
  addScope(reading, features)
  addFields(reading, features)
  const { length } = reading.message.words
  addWords(reading.message.words, features)
  addMeanings(reading.message.words, reading.message.language, features)
  features.set(`length ${Math.min(8, Math.floor(Math.log2(length + 1)))}`, 1)
  return features
}
