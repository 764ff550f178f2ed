/**
 * From a judgement to a decision: plain arithmetic, no engine has a say in it. The rubric in words:
 * docs/qualification-rubric.md; the default numbers: DEFAULT_QUALIFICATION_SETTINGS.
 */
import {
  FACTOR_NAMES,
  type FactorName,
  type FactorScores,
  type LeadJudgement,
  type LeadScore,
  type Priority,
  type QualificationSettings,
  type RecommendedAction,
} from '@insa/contracts'

export interface Decision {
  /** 0–100, two decimals at most. */
  qualification_score: number
  priority: Priority
  recommended_action: RecommendedAction
  /** 0–1. */
  coverage: number
  /** 0–1. */
  confidence: number
  factor_scores: FactorScores
  reasoning: string
}

/** MEDIUM earns a demo from these grades on. */
const STRONG_FIT = 70
const STRONG_COMPLEXITY = 60
/** A LOW lead is kept warm from this fit on. */
const REAL_FIT = 45

/** What a judgement is worth that nothing supports; coverage adds the rest up to 1. */
const CONFIDENCE_FLOOR = 0.35
/** Each contradiction in the lead takes this share of the confidence. */
const CONTRADICTION_DISCOUNT = 0.15
const CONTRADICTIONS = new Set([
  'title_contradicts_text',
  'budget_beyond_size',
  'free_mail_for_corporation',
  'contradiction',
  'prompt_injection',
])

/** Computes score, priority, action, coverage and confidence from the factors and the tenant's settings. */
export function scoreLead(judgement: LeadJudgement, settings: QualificationSettings): Decision {
  const total = FACTOR_NAMES.reduce((sum, name) => sum + settings.weights[name], 0)
  const factor_scores = Object.fromEntries(
    FACTOR_NAMES.map((name) => [name, factorScore(judgement, name, settings.neutral_prior)]),
  ) as FactorScores
  const weighted = FACTOR_NAMES.reduce(
    (sum, n) => sum + settings.weights[n] * factor_scores[n].score,
    0,
  )
  const known = FACTOR_NAMES.reduce(
    (sum, n) => sum + (factor_scores[n].known ? settings.weights[n] : 0),
    0,
  )
  const qualification_score = round(weighted / total, 2)
  const coverage = round(known / total, 3)
  const priority = decidePriority(judgement, qualification_score, coverage, settings)
  const recommended_action = decideAction(judgement, priority)
  return {
    qualification_score,
    priority,
    recommended_action,
    coverage,
    confidence: confidenceOf(judgement, coverage),
    factor_scores,
    reasoning: explain(judgement, qualification_score, priority, recommended_action),
  }
}

/** The same judgement under settings that may be others. Two engines' agreement is no matter of weights. */
export function decideAgain(
  score: LeadScore,
  judgement: LeadJudgement,
  settings: QualificationSettings,
): LeadScore {
  const decision = scoreLead(judgement, settings)
  const confidence = score.second_opinion ? score.confidence : decision.confidence
  return { ...score, ...decision, confidence }
}

function factorScore(judgement: LeadJudgement, name: FactorName, prior: number) {
  const { score, reasoning, evidence } = judgement.factors[name]
  return score === null
    ? { score: prior, known: false, reasoning, evidence: [] }
    : { score, known: true, reasoning, evidence }
}

function decidePriority(
  judgement: LeadJudgement,
  score: number,
  coverage: number,
  { thresholds, immediate_coverage }: QualificationSettings,
): Priority {
  if (judgement.disqualified) return 'LOW'
  if (score >= thresholds.immediate && coverage >= immediate_coverage) return 'IMMEDIATE'
  if (score >= thresholds.high) return 'HIGH'
  return score >= thresholds.medium ? 'MEDIUM' : 'LOW'
}

function decideAction(
  { factors, forced_now, disqualified }: LeadJudgement,
  priority: Priority,
): RecommendedAction {
  if (disqualified) return 'disqualify'
  const fit = factors.fit.score
  switch (priority) {
    case 'IMMEDIATE':
      return 'immediate_contact'
    case 'HIGH':
      return forced_now ? 'immediate_contact' : 'schedule_demo'
    case 'MEDIUM': {
      const strong =
        (fit ?? 0) >= STRONG_FIT && (factors.complexity.score ?? 0) >= STRONG_COMPLEXITY
      return strong ? 'schedule_demo' : 'nurture'
    }
    case 'LOW':
      return fit === null || fit >= REAL_FIT ? 'nurture' : 'disqualify'
  }
}

function confidenceOf({ flags, disqualified }: LeadJudgement, coverage: number): number {
  const contradictions = flags.filter((f) => CONTRADICTIONS.has(f.code)).length
  // A rule that matched needs no factors to be sure of.
  const base = disqualified ? 0.9 : CONFIDENCE_FLOOR + (1 - CONFIDENCE_FLOOR) * coverage
  return round(base * (1 - CONTRADICTION_DISCOUNT) ** contradictions, 3)
}

function explain(
  { factors, forced_now, disqualified }: LeadJudgement,
  score: number,
  priority: Priority,
  action: RecommendedAction,
): string {
  const decision = `${score} points, ${priority}, ${action.replaceAll('_', ' ')}.`
  if (disqualified) return `${decision} ${disqualified.reason}`
  const known = FACTOR_NAMES.filter((n) => factors[n].score !== null)
  const unknown = FACTOR_NAMES.filter((n) => factors[n].score === null)
  return [
    decision,
    ...known.map((n) => `${n[0]?.toUpperCase()}${n.slice(1)}: ${factors[n].reasoning}`),
    ...(unknown.length > 0 ? [`Not said: ${unknown.join(', ')}.`] : []),
    ...(forced_now ? [forced_now.reason] : []),
  ].join(' ')
}

const round = (value: number, digits: number) => Number(value.toFixed(digits))
