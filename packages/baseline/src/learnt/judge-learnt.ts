import type {
  CompanyProfile,
  DisqualifyingRule,
  FactorName,
  JudgedFactor,
  LeadJudgement,
} from '@insa/contracts'
import { DEFAULT_COMPANY_PROFILE } from '../company-profile.ts'
import { REASONS } from '../guards/rules.ts'
import type { Listed } from '../read-by-lists.ts'
import { lazily } from '../text/lazily.ts'
import type { Concept } from './concepts.ts'
import { type Decision, decideFrom, FACTORS, type Question } from './decide-lead.ts'
import { leadFeatures } from './lead-features.ts'
import { type LinearModel, openModel } from './linear.ts'
import { MEANING, type Quoted, quoteConcepts } from './quote-concepts.ts'
import { readConcepts } from './read-concepts.ts'
import leadWeights from './weights/lead.json' with { type: 'json' }
import sentenceWeights from './weights/sentences.json' with { type: 'json' }

/** What was learnt: what sentences say, and what leads come to. */
export interface Learnt {
  readonly sentences: LinearModel<Concept>
  readonly leads: LinearModel<Question>
}

const stored = lazily(
  (): Learnt => ({
    sentences: openModel<Concept>(sentenceWeights),
    leads: openModel<Question>(leadWeights),
  }),
)

/** The concepts that speak of a factor. */
const SPEAK_OF: Readonly<Record<FactorName, readonly Concept[]>> = {
  budget: ['ready', 'planned', 'asked', 'unsure', 'nomoney'],
  timeline: ['down', 'due', 'callme', 'soon', 'mid', 'far'],
  complexity: ['ours', 'partner', 'trivial'],
  authority: ['decides', 'leads', 'takespart', 'passes'],
  fit: ['ours', 'partner', 'foreign'],
}
const SPEAK_OF_RULE: Readonly<Record<DisqualifyingRule, Concept>> = {
  job_seeker: 'job',
  student: 'study',
  vendor: 'sells',
  competitor: 'rival',
  spam: 'mass',
  awarded: 'awarded',
  out_of_scope: 'foreign',
}
const FORCING: readonly Concept[] = ['down', 'due', 'callme']
/** A grade that moved by so many points is explained. */
const MOVED = 8
const MOST_QUOTES = 2
const CLEARLY_NOT = -0.75
/** A budget that the size of the firm or of the job contradicts is never graded up again. */
const CAPPING: readonly string[] = ['budget_beyond_size', 'budget_below_smallest_job']

/** What is judged of a lead before questions are asked. */
export type Judged = Pick<LeadJudgement, 'factors' | 'forced_now' | 'disqualified'>

/** Judges with the learnt weights what the word lists have read. @param learnt other weights than the stored ones. */
export function judgeLearnt(
  listed: Listed,
  profile: CompanyProfile,
  learnt: Learnt = stored(),
): Judged {
  const { reading } = listed
  const { message } = reading
  if (message.words.length === 0) return listed
  const { names } = learnt.sentences
  const sentences = readConcepts(reading, profile, learnt.sentences)
  const features = leadFeatures(reading, profile, listed, names, sentences)
  const decision = decideFrom(features, listed, learnt.leads)
  const quote = (wanted: readonly Concept[], most = MOST_QUOTES): Quoted[] =>
    quoteConcepts(message, names, sentences, wanted, most)
  const factors = { ...listed.factors }
  for (const name of FACTORS) factors[name] = gradeOf(name, listed, decision, quote)
  const disqualified = ruleOf(listed, decision, profile, quote)
  return { factors, disqualified, forced_now: forcedOf(listed, decision, quote) }
}

type Quote = (wanted: readonly Concept[], most?: number) => Quoted[]

function gradeOf(
  name: FactorName,
  { factors, flags }: Listed,
  decision: Decision,
  quote: Quote,
): JudgedFactor {
  const listed = factors[name]
  let score = decision.grades[name]
  if (score === null) {
    const reasoning = listed.score === null ? NOTHING[name] : NOT_OF_THIS[name]
    return { score, reasoning, evidence: [] }
  }
  if (listed.score !== null && name === 'budget' && flags.some((f) => CAPPING.includes(f.code)))
    score = Math.min(score, listed.score)
  const [best] = quote(SPEAK_OF[name], 1)
  if (listed.score === null) {
    // No words, no grade.
    if (!best) return listed
    return { score, reasoning: `What they write ${MEANING[best.concept]}.`, evidence: [best.quote] }
  }
  const moved = score - listed.score
  if (Math.abs(moved) < MOVED) return { ...listed, score }
  const whole = `Their words as a whole weigh ${moved > 0 ? 'more' : 'less'}.`
  return { ...listed, score, reasoning: `${listed.reasoning} ${whole}` }
}

const NOTHING: Readonly<Record<FactorName, string>> = {
  budget: 'The lead says nothing about money.',
  timeline: 'The lead says nothing about when.',
  complexity: 'The lead does not say what the job consists of.',
  authority: 'The lead does not say who decides, nor what the sender does.',
  fit: 'The lead does not say what work is wanted.',
}

/** The lists found words, and the whole does not speak of the factor. */
const NOT_OF_THIS: Readonly<Record<FactorName, string>> = {
  ...NOTHING,
  budget: 'Money is mentioned, but not as the budget of this job.',
  timeline: 'A time is mentioned, but not as the time of this job.',
  authority: 'A role is mentioned, but not as the part they have in this purchase.',
}

/** Does the tenant do work that the weights were not learnt for? Then other trades are told apart by the lists alone. */
const doesOtherWork = ({ services }: CompanyProfile): boolean =>
  services.some((s) => !DEFAULT_COMPANY_PROFILE.services.includes(s))

function ruleOf(
  { disqualified, isCertain }: Listed,
  { rule, margin }: Decision,
  profile: CompanyProfile,
  quote: Quote,
): LeadJudgement['disqualified'] {
  if (isCertain || rule === disqualified?.rule) return disqualified
  // The lists' word stands unless the whole speaks clearly against it.
  if (rule === null) return margin > CLEARLY_NOT ? disqualified : null
  if (rule === 'out_of_scope' && doesOtherWork(profile)) return disqualified
  const evidence = quote([SPEAK_OF_RULE[rule]]).map((q) => q.quote)
  return evidence.length > 0 ? { rule, reason: REASONS[rule], evidence } : disqualified
}

function forcedOf(
  { forced_now }: Listed,
  { forced }: Decision,
  quote: Quote,
): LeadJudgement['forced_now'] {
  if (!forced) return null
  if (forced_now) return forced_now
  const [best] = quote(FORCING, 1)
  return best
    ? { reason: `What they write ${MEANING[best.concept]}.`, evidence: [best.quote] }
    : null
}
