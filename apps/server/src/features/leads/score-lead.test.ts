import {
  DEFAULT_QUALIFICATION_SETTINGS,
  type FactorName,
  type JudgedFactor,
  type LeadJudgement,
} from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import { scoreLead } from './score-lead.ts'

type Grades = Partial<Record<FactorName, number | null>>

/** All factors graded alike, but for those named. */
function judged(
  all: number | null,
  but: Grades = {},
  rest: Partial<LeadJudgement> = {},
): LeadJudgement {
  const graded = (name: FactorName): JudgedFactor => ({
    score: but[name] === undefined ? all : but[name],
    reasoning: '',
    evidence: [],
  })
  const factors = {
    budget: graded('budget'),
    timeline: graded('timeline'),
    complexity: graded('complexity'),
    authority: graded('authority'),
    fit: graded('fit'),
  }
  const nothing = { forced_now: null, disqualified: null, questions_to_ask: [], flags: [] }
  return { factors, ...nothing, ...rest }
}
const decide = (judgement: LeadJudgement, settings = DEFAULT_QUALIFICATION_SETTINGS) =>
  scoreLead(judgement, settings)

const FORCED = { forced_now: { reason: 'The line is down.', evidence: [] } }
const STUDENT: Partial<LeadJudgement> = {
  disqualified: { rule: 'student', reason: 'A thesis.', evidence: [] },
}

describe('the decision about a lead', () => {
  it('weighs the factors by the tenant’s weights', () => {
    const grades = { budget: 100, timeline: 80, complexity: 60, authority: 40, fit: 20 }
    expect(decide(judged(null, grades)).qualification_score).toBe(62)
    const weights = { budget: 0, timeline: 0, complexity: 0, authority: 3, fit: 1 }
    const other = { ...DEFAULT_QUALIFICATION_SETTINGS, weights }
    expect(decide(judged(null, grades), other).qualification_score).toBe(35)
  })

  it.each<[string, LeadJudgement, number, string, string]>([
    ['85 in everything', judged(85), 85, 'IMMEDIATE', 'immediate_contact'],
    ['just less', judged(84.9), 84.9, 'HIGH', 'schedule_demo'],
    ['just less, but a line is down', judged(84.9, {}, FORCED), 84.9, 'HIGH', 'immediate_contact'],
    ['70', judged(70), 70, 'HIGH', 'schedule_demo'],
    ['just less than 70', judged(69.9), 69.9, 'MEDIUM', 'nurture'],
    [
      'a fitting, real job',
      judged(50, { complexity: 60, fit: 70 }),
      55.5,
      'MEDIUM',
      'schedule_demo',
    ],
    ['a fitting, small job', judged(50, { complexity: 59, fit: 70 }), 55.35, 'MEDIUM', 'nurture'],
    ['45', judged(45), 45, 'MEDIUM', 'nurture'],
    ['less, of real fit', judged(30, { fit: 45 }), 33, 'LOW', 'nurture'],
    ['less, of no fit', judged(30, { fit: 44 }), 32.8, 'LOW', 'disqualify'],
    ['nothing said at all', judged(null), 40, 'LOW', 'nurture'],
    ['the best lead of a student', judged(100, {}, STUDENT), 100, 'LOW', 'disqualify'],
  ])(
    'follows from the numbers: %s [leads.qualify.code-decides]',
    (_what, judgement, qualification_score, priority, recommended_action) => {
      expect(decide(judgement)).toMatchObject({ qualification_score, priority, recommended_action })
    },
  )

  it('moves with the tenant’s thresholds [leads.qualify.code-decides]', () => {
    const at = (immediate: number, high: number, medium: number) =>
      decide(judged(60), {
        ...DEFAULT_QUALIFICATION_SETTINGS,
        thresholds: { immediate, high, medium },
      }).priority
    expect(at(60, 50, 40)).toBe('IMMEDIATE')
    expect(at(61, 60, 40)).toBe('HIGH')
    expect(at(62, 61, 60)).toBe('MEDIUM')
    expect(at(63, 62, 61)).toBe('LOW')
  })

  it('counts what is not known as neutral, and less of it as less sure [leads.qualify.unknown-is-not-low]', () => {
    const { qualification_score, coverage, factor_scores, confidence } = decide(
      judged(null, { budget: 100 }),
    )
    expect({ qualification_score, coverage }).toEqual({ qualification_score: 55, coverage: 0.25 })
    expect(factor_scores.fit).toMatchObject({ score: 40, known: false })
    expect(confidence).toBeLessThan(decide(judged(100)).confidence)
  })

  it('calls nothing IMMEDIATE of which too little is known', () => {
    const settings = { ...DEFAULT_QUALIFICATION_SETTINGS, neutral_prior: 100 }
    const some = judged(null, { budget: 100, timeline: 100 })
    expect(decide(some, settings)).toMatchObject({ coverage: 0.45, priority: 'HIGH' })
    const enough = judged(null, { budget: 100, timeline: 100, fit: 100 })
    expect(decide(enough, settings)).toMatchObject({ coverage: 0.65, priority: 'IMMEDIATE' })
  })
})
