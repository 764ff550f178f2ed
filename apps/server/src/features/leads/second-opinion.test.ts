import type { Flag, LeadJudgement, Priority, RecommendedAction } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import { compare, type Opinion, settleOpinions } from './second-opinion.ts'

const opinion = (
  engine: string,
  priority: Priority,
  action: RecommendedAction,
  codes: Flag['code'][] = [],
): Opinion => ({
  engine,
  model: engine === 'baseline' ? null : 'claude-haiku-5-5',
  judgement: {
    flags: codes.map((code) => ({ code, message: `${engine}: ${code}`, evidence: [] })),
  } as unknown as LeadJudgement,
  decision: {
    qualification_score: 50,
    priority,
    recommended_action: action,
    coverage: 0.6,
    confidence: 0.8,
    factor_scores: {} as Opinion['decision']['factor_scores'],
    reasoning: `${engine} says so.`,
  },
})
const model = (...rest: [Priority, RecommendedAction, Flag['code'][]?]) =>
  opinion('claude-code', ...rest)
const own = (...rest: [Priority, RecommendedAction, Flag['code'][]?]) =>
  opinion('baseline', ...rest)

describe('two opinions', () => {
  it('are far apart by two bands, or where one says contact and the other disqualify [engines.second-opinion]', () => {
    const apart = (a: Opinion, b: Opinion) => [
      compare(a.decision, b.decision),
      compare(b.decision, a.decision),
    ]
    const cases: [Opinion, Opinion, string][] = [
      [model('HIGH', 'schedule_demo'), own('HIGH', 'schedule_demo'), 'same'],
      [model('HIGH', 'immediate_contact'), own('HIGH', 'schedule_demo'), 'near'],
      [model('IMMEDIATE', 'immediate_contact'), own('HIGH', 'schedule_demo'), 'near'],
      [model('LOW', 'nurture'), own('LOW', 'disqualify'), 'near'],
      [model('IMMEDIATE', 'immediate_contact'), own('MEDIUM', 'schedule_demo'), 'far'],
      [model('MEDIUM', 'schedule_demo'), own('LOW', 'disqualify'), 'far'],
    ]
    for (const [a, b, distance] of cases) expect(apart(a, b)).toEqual([distance, distance])
  })

  it('that agree are the model’s, more sure than those that nearly do', () => {
    const same = settleOpinions(model('HIGH', 'schedule_demo'), own('HIGH', 'schedule_demo'))
    expect(same).toMatchObject({
      held: { engine: 'claude-code' },
      needs_review: false,
      confidence: 0.8,
      second_opinion: { engine: 'baseline', model: null, priority: 'HIGH' },
    })
    const near = settleOpinions(model('HIGH', 'schedule_demo'), own('MEDIUM', 'nurture'))
    expect(near).toMatchObject({ held: { engine: 'claude-code' }, needs_review: false })
    expect(near.confidence).toBe(0.72)
  })

  it('that are far apart go to a person; until then our own holds, the model’s stands beside it [engines.second-opinion]', () => {
    const settled = settleOpinions(
      model('IMMEDIATE', 'immediate_contact'),
      own('LOW', 'disqualify', ['vendor']),
    )
    expect(settled).toMatchObject({
      held: { engine: 'baseline' },
      needs_review: true,
      confidence: 0.48,
      second_opinion: {
        engine: 'claude-code',
        model: 'claude-haiku-5-5',
        recommended_action: 'immediate_contact',
      },
    })
    expect(settled.flags.map((f) => f.code)).toEqual(['vendor', 'second_opinion_differs'])
  })

  it('are our own wherever words try to steer, and go to a person unless both say the same [leads.qualify.injection]', () => {
    const steered = ['prompt_injection'] as Flag['code'][]
    const near = settleOpinions(
      model('HIGH', 'schedule_demo'),
      own('MEDIUM', 'schedule_demo', steered),
    )
    expect(near).toMatchObject({ held: { engine: 'baseline' }, needs_review: true })
    const noticedByModel = settleOpinions(
      model('HIGH', 'schedule_demo', steered),
      own('HIGH', 'schedule_demo'),
    )
    expect(noticedByModel).toMatchObject({ held: { engine: 'baseline' }, needs_review: false })
    expect(noticedByModel.flags.map((f) => f.code)).toEqual(['prompt_injection'])
  })

  it('are our own where code finds words that try to steer, though neither noticed [suspicion.no-effect]', () => {
    const settled = settleOpinions(
      model('HIGH', 'schedule_demo'),
      own('MEDIUM', 'schedule_demo'),
      true,
    )
    expect(settled).toMatchObject({ held: { engine: 'baseline' }, needs_review: true })
    expect(settled.flags.map((f) => f.code)).toEqual(['prompt_injection', 'second_opinion_differs'])
    const alone = settleOpinions(own('LOW', 'nurture'), null, true)
    expect(alone.flags.map((f) => f.code)).toEqual(['prompt_injection'])
  })

  it('of which there is only one are that one', () => {
    const alone = settleOpinions(own('LOW', 'nurture', ['spam']), null)
    expect(alone).toMatchObject({ second_opinion: null, needs_review: false, confidence: 0.8 })
    expect(alone.flags.map((f) => f.code)).toEqual(['spam'])
  })
})
