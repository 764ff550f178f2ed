import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GRADED, type Grade, gradeTask } from '../../testing/engine-tasks.ts'
import {
  type ScriptedAnthropic,
  startScriptedAnthropic,
} from '../../testing/scripted-anthropic/scripted-anthropic.ts'
import { judgeInBatch } from './anthropic-batch.ts'
import type { ModelCall, ModelMeter, Settlement } from './model-meter.ts'

let api: ScriptedAnthropic
let reserved: ModelCall[]
let settled: Settlement[]
beforeEach(async () => {
  api = await startScriptedAnthropic()
  reserved = []
  settled = []
})
afterEach(() => api.stop())

const meter = (most = Infinity): ModelMeter => ({
  async reserve(call) {
    if (reserved.length >= most)
      return { granted: false, code: 'budget.day', message: 'Spent.', instead: 'stop' }
    return { granted: true, id: String(reserved.push(call)) }
  },
  async settle(_permit, settlement) {
    settled.push(settlement)
  },
})
const judge = (letters: string[], by = meter(), signal = new AbortController().signal) =>
  judgeInBatch<Grade>(
    {
      meter: by,
      upstream: { baseUrl: api.url, credentials: { kind: 'api_key', key: 'the-real-key' } },
      pollMs: 5,
    },
    letters.map((text) => gradeTask({ outside: [{ title: 'letter', text }] })),
    signal,
  )

describe('a batch', () => {
  it('is answered task by task, checked, at half price, and settled [engines.batch]', async () => {
    const usage = { input_tokens: 1_000, output_tokens: 100 }
    api.play({
      answers: [
        { when: { last_contains: 'wrong' }, reply: { structured: { grade: 'Z', why: '' }, usage } },
        { when: { last_contains: 'broken' }, reply: { error: { status: 500 } } },
        { when: { last_contains: 'never' }, reply: { refusal: 'No.', usage } },
      ],
      otherwise: { structured: GRADED, usage },
    })
    const answers = await judge(['fine', 'wrong', 'broken', 'never'])
    expect(answers).toMatchObject([
      { answer: { value: GRADED, cost: { engine: 'anthropic-api', costUsd: '0.000075' } } },
      { failure: { code: 'engine.invalid_output', cost: { costUsd: '0.000075' } } },
      { failure: { code: 'engine.unavailable', cost: { costUsd: '0.000000' } } },
      { failure: { code: 'engine.declined' } },
    ])
    expect(reserved.map((r) => r.batch)).toEqual([true, true, true, true])
    expect(settled.map((s) => s.costUsd)).toEqual(['0.000075', '0.000075', '0', '0.000075'])
    for (const [i, { worstCaseUsd }] of reserved.entries())
      expect(Number(worstCaseUsd)).toBeGreaterThan(Number(settled[i]?.costUsd))
    expect(new Set(api.requests.map((r) => r.headers['x-api-key']))).toEqual(
      new Set(['the-real-key']),
    )
  })

  it('is not sent when a budget does not carry all of it', async () => {
    await expect(judge(['a', 'b', 'c'], meter(2))).rejects.toMatchObject({ stop: 'budget.day' })
    expect(api.requests).toEqual([])
    expect(settled.map((s) => s.costUsd)).toEqual(['0', '0'])
  })

  it('is cancelled with whoever asked for it', async () => {
    const cancel = new AbortController()
    api.play(async () => {
      cancel.abort('cancelled')
      return { structured: GRADED }
    })
    await expect(judge(['a'], meter(), cancel.signal)).rejects.toBe('cancelled')
    // Whether it was answered already nobody knows: the budget errs on the safe side.
    expect(settled).toMatchObject([{ outcome: 'cut', costUsd: reserved[0]?.worstCaseUsd }])
    expect(api.requests.at(-1)?.path).toMatch(/\/cancel$/)
  })
})
