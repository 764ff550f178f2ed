import { describe, expect, it } from 'vitest'
import { GRADED, type Grade, gradeTask, watcher } from '../../testing/engine-tasks.ts'
import {
  createScriptedEngine,
  type ScriptedValue,
  scriptedCost,
} from '../../testing/scripted-engine.ts'
import { createBaselineEngine } from './baseline.ts'
import type { EngineTask } from './engine.ts'
import { EngineFailure, type EngineFailureCode } from './engine-failure.ts'
import { createRoutedEngine } from './routed-engine.ts'

const OWN: Grade = { grade: 'C', why: 'Our own.' }
const good: ScriptedValue = { raw: GRADED }
const failure = (
  code: EngineFailureCode,
  more?: { stop?: string; again?: boolean },
): ScriptedValue => ({
  failure: new EngineFailure(code, `It is ${code}.`, scriptedCost(), more),
})

/** A model that gives these one after the other, the last for ever. */
function route(given: ScriptedValue[], over: { restMs?: number; own?: boolean } = {}) {
  const model = createScriptedEngine((_, n) => given[n] ?? (given.at(-1) as ScriptedValue), 'model')
  const baseline = createBaselineEngine(over.own === false ? {} : { grade: () => OWN })
  const failures: string[] = []
  const engine = createRoutedEngine({
    model,
    baseline,
    onFailure: ({ code }) => failures.push(code),
    ...(over.restMs === undefined ? {} : { restMs: over.restMs }),
  })
  return {
    failures,
    sizes: () => model.asked.map((t) => t.size),
    run: (task: Partial<EngineTask<Grade>> = {}) => engine.run(gradeTask(task)),
  }
}

describe('a model with the baseline beside it', () => {
  it('answers, and the baseline’s opinion comes along [engines.second-opinion]', async () => {
    const { run, sizes } = route([good])
    expect(await run()).toMatchObject({
      value: GRADED,
      second: OWN,
      notes: [],
      cost: { engine: 'model', model: 'script', costUsd: '0.001000' },
    })
    expect(sizes()).toEqual(['small'])
  })

  it('is a stronger one where the answer is wrong, and all of it is counted [engines.escalates]', async () => {
    const { run, sizes } = route([failure('engine.invalid_output'), good])
    const { value, notes, cost } = await run()
    expect(value).toEqual(GRADED)
    expect(sizes()).toEqual(['small', 'reasoning'])
    expect(notes).toMatchObject([{ code: 'escalated' }])
    expect(cost).toMatchObject({ costUsd: '0.002000', tokens: { input: 20, output: 10 } })
  })

  it('is a stronger one where code is not sure, whose answer is taken [engines.escalates]', async () => {
    const better = { grade: 'C', why: 'On reflection.' }
    const { run, sizes } = route([good, { raw: better }])
    const confidence = (value: Grade, second: Grade) => (value.grade === second.grade ? 1 : 0.2)
    expect((await run({ confidence })).value).toEqual(better)
    expect(sizes()).toEqual(['small', 'reasoning'])
  })

  it('keeps the first answer when the stronger one has none, and asks none above once', async () => {
    const unsure = { confidence: () => 0 }
    const { run, sizes } = route([good, failure('engine.over_budget')])
    expect(await run(unsure)).toMatchObject({ value: GRADED, cost: { costUsd: '0.002000' } })
    expect(sizes()).toEqual(['small', 'reasoning'])
    const never = route([good])
    await never.run(unsure)
    expect(never.sizes()).toEqual(['small', 'reasoning'])
  })

  it('is a cheaper one when the first is down, over its rate or over budget [engines.falls-back]', async () => {
    for (const code of [
      'engine.unavailable',
      'engine.rate_limited',
      'engine.over_budget',
    ] as const) {
      const { run, sizes } = route([failure(code), good])
      const { value, notes } = await run({ size: 'reasoning' })
      expect({ code, value, notes }).toMatchObject({
        value: GRADED,
        notes: [{ code: 'cheaper_model' }],
      })
      expect(sizes()).toEqual(['reasoning', 'small'])
    }
  })

  it('is the baseline when no model has an answer, and says so [engines.falls-back]', async () => {
    for (const code of [
      'engine.unavailable',
      'engine.rate_limited',
      'engine.over_budget',
      'engine.out_of_time',
      'engine.invalid_output',
      'engine.declined',
      'engine.rejected',
    ] as const) {
      const { kinds, onProgress } = watcher()
      const { run, failures } = route([failure(code)])
      const { value, cost, notes, second } = await run({ onProgress })
      expect({ code, value, second }).toEqual({ code, value: OWN, second: null })
      // What was spent in vain is counted; who answered is not dressed up.
      expect(cost).toMatchObject({ engine: 'baseline', model: null })
      expect(Number(cost.costUsd)).toBeGreaterThan(0)
      expect(notes.at(-1)).toMatchObject({
        code: 'fallback',
        message: expect.stringContaining(`It is ${code}.`),
      })
      expect(kinds.at(-1)).toBe('falling_back')
      expect(failures).toContain(code)
    }
  })

  it('starts anew once after a broken answer', async () => {
    const { run, sizes } = route([failure('engine.unavailable', { again: true }), good])
    expect((await run()).value).toEqual(GRADED)
    expect(sizes()).toEqual(['small', 'small'])
  })

  it('ends where the budget says stop', async () => {
    const { run } = route([failure('engine.over_budget', { stop: 'budget.deal' })])
    await expect(run()).rejects.toMatchObject({
      stop: 'budget.deal',
      cost: { costUsd: '0.001000' },
    })
  })

  it('fails where there is neither an answer nor a function of ours', async () => {
    const { run } = route([failure('engine.declined')], { own: false })
    await expect(run()).rejects.toMatchObject({ code: 'engine.declined' })
  })

  it('is left alone for a while after failing three times in a row', async () => {
    const down = failure('engine.unavailable')
    const { run, sizes } = route([down, down, down, good], { restMs: 150 })
    for (let i = 0; i < 5; i += 1) expect((await run()).value).toEqual(OWN)
    expect(sizes()).toHaveLength(3)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect((await run()).value).toEqual(GRADED)
  })

  it('spends no more than the task allows, however often it is asked', async () => {
    const { run, sizes } = route([failure('engine.invalid_output')])
    const limits = { ...gradeTask().limits, usd: '0.001' }
    expect((await run({ limits })).cost).toMatchObject({ engine: 'baseline', costUsd: '0.001000' })
    expect(sizes()).toHaveLength(1)
  })
})
