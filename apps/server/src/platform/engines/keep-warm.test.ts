/** The standing context is touched before it goes cold, where that pays; off unless it is asked for. */
import { afterEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../config.ts'
import { GRADED, gradeTask } from '../../testing/engine-tasks.ts'
import {
  type ScriptedAnthropic,
  startScriptedAnthropic,
} from '../../testing/scripted-anthropic/scripted-anthropic.ts'
import { createAnthropicApiEngine } from './anthropic-api.ts'
import { KEEP_WARM, keepWarm, pays, type WarmCalls, type WarmTimes } from './keep-warm.ts'
import { createModelCalls } from './model-calls.ts'
import type { ModelCall, Settlement } from './model-meter.ts'

let api: ScriptedAnthropic
let warm: WarmCalls
const booked: { call: ModelCall; settlement: Settlement }[] = []
afterEach(async () => {
  warm.stop()
  await api.stop()
  booked.length = 0
})

/** An engine before the scripted API, with an hour that is a fraction of a second. */
async function start(times: WarmTimes) {
  api = await startScriptedAnthropic({
    minCacheTokens: 100,
    script: { otherwise: { structured: GRADED } },
  })
  const reserved: ModelCall[] = []
  warm = keepWarm(
    (onAnswered) =>
      createModelCalls({
        upstream: { baseUrl: api.url, credentials: { kind: 'api_key', key: 'k' } },
        meter: {
          async reserve(call) {
            reserved.push(call)
            return { granted: true, id: String(reserved.length - 1) }
          },
          async settle({ id }, settlement) {
            booked.push({ call: reserved[Number(id)] as ModelCall, settlement })
          },
        },
        onAnswered,
      }),
    (error) => {
      throw error
    },
    times,
  )
  return createAnthropicApiEngine({ calls: warm.calls })
}

const touches = () => booked.filter(({ call }) => call.payer.step === KEEP_WARM)
const prefix = (message: { system?: unknown; tools?: unknown } | undefined) =>
  JSON.stringify([message?.system, message?.tools])

describe('the standing context', () => {
  it('is touched within its life as long as it is used often enough, and that is counted as a cost [engines.keep-warm]', async () => {
    const engine = await start({ lifeMs: 1_000, touchAfterMs: 100, dayMs: 4_000 })
    const { cost } = await engine.run(gradeTask())
    await expect.poll(() => touches().length).toBeGreaterThan(1)
    const [used, touched] = api.messages()
    expect(prefix(touched)).toBe(prefix(used))
    expect(touched).toMatchObject({ model: used?.model, max_tokens: 1 })
    expect(JSON.stringify(touched?.messages)).not.toContain('letter')
    const [first] = touches()
    expect(first?.call.payer).toMatchObject({ ...gradeTask().payer, step: KEEP_WARM, leadId: null })
    expect(first?.settlement.usage.cache_read).toBeGreaterThan(100)
    expect(first?.settlement.usage.cache_write).toBe(0)
    expect(Number(first?.settlement.costUsd)).toBeGreaterThan(0)
    expect(Number(first?.settlement.costUsd)).toBeLessThan(Number(cost.costUsd))
    // A day after its last use it is left alone.
    await expect
      .poll(async () => {
        const before = touches().length
        await new Promise((resolve) => setTimeout(resolve, 500))
        return touches().length - before
      })
      .toBe(0)
  })

  it('is left to go cold where it is used too seldom for that', async () => {
    const engine = await start({ lifeMs: 1, touchAfterMs: 50, dayMs: 100_000 })
    await engine.run(gradeTask())
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(touches()).toEqual([])
  })

  it('pays from about three uses in two days on, with what models cost today', async () => {
    const engine = await start({ lifeMs: 1, touchAfterMs: 1_000, dayMs: 1 })
    await engine.close()
    const beginning = { model: 'claude-haiku-5-5', tokens: 5_000 }
    expect(pays(beginning, 1 / 24)).toBe(false)
    expect(pays(beginning, 2 / 24)).toBe(true)
    expect(pays({ ...beginning, tokens: 0 }, 24)).toBe(false)
  })

  it('is kept warm only where somebody says so', () => {
    expect(readConfig({}).keepWarm).toBe(false)
    expect(readConfig({ INSA_KEEP_WARM: '1' }).keepWarm).toBe(true)
  })
})
