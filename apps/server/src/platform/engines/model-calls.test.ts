import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type ScriptedAnthropic,
  startScriptedAnthropic,
} from '../../testing/scripted-anthropic/scripted-anthropic.ts'
import { createModelCalls } from './model-calls.ts'
import { type ModelCall, type ModelMeter, type Settlement, UNLIMITED } from './model-meter.ts'
import { type ProxyDoor, startModelProxy } from './model-proxy.ts'
import { type ModelRun, type ModelRunLimits, startModelRun } from './model-run.ts'
import type { ModelUpstream } from './model-upstream.ts'

let api: ScriptedAnthropic
let reserved: ModelCall[]
/** What whoever watches was told. */
let told: string[]
let settled: Settlement[]
/** Reserved and not yet settled. */
let open: Set<string>
let cleanUp: (() => Promise<void>)[]
beforeEach(async () => {
  api = await startScriptedAnthropic()
  reserved = []
  told = []
  settled = []
  open = new Set()
  cleanUp = [api.stop]
})
afterEach(async () => {
  for (const end of cleanUp.reverse()) await end()
  expect(open.size).toBe(0)
})

/** Writes down what it is asked and told; refuses from the n-th call on. */
const meter = (refuseFrom = Infinity): ModelMeter => ({
  async reserve(call) {
    if (call.number >= refuseFrom)
      return { granted: false, code: 'budget.day', message: 'Spent for today.', instead: 'stop' }
    const id = String(reserved.push(call))
    open.add(id)
    return { granted: true, id }
  },
  async settle(permit, settlement) {
    expect(open.delete(permit.id)).toBe(true)
    settled.push(settlement)
  },
})

function run(
  limits: Partial<ModelRunLimits> = {},
  signal = new AbortController().signal,
): ModelRun {
  return startModelRun({
    engine: 'test',
    payer: { organizationId: 'o', executionId: 'e', agentType: 'a', step: 's', leadId: null },
    limits: { deadline: Date.now() + 20_000, usd: '1', calls: 10, silenceMs: 5_000, ...limits },
    signal,
    tell: ({ kind }) => void told.push(kind),
  })
}

type Credentials = ModelUpstream['credentials']
const KEY: Credentials = { kind: 'api_key', key: 'the real key' }
const calls = (refuseFrom?: number) => callsWith(meter(refuseFrom), KEY)
const callsWith = (by: ModelMeter, credentials: Credentials) =>
  createModelCalls({
    meter: by,
    upstream: { baseUrl: `${api.url}/`, credentials },
    backoffMs: 1,
  })

const body = (over: object = {}) =>
  JSON.stringify({
    model: 'claude-haiku-5-5',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Hello' }],
    ...over,
  })
const request = (over: object = {}, headers: Record<string, string> = {}) => ({
  path: '/v1/messages?beta=true',
  headers: new Headers({ 'content-type': 'application/json', ...headers }),
  body: body(over),
})

describe('a call of a model', () => {
  it('is reserved at its worst case and settled at its cost, once, streamed or not [engines.metered]', async () => {
    api.play({
      otherwise: { text: 'Good day.', usage: { input_tokens: 50, output_tokens: 9 } },
    })
    const mine = run()
    for (const stream of [false, true]) {
      const answer = await calls().send(mine, request({ stream }))
      expect(answer.status).toBe(200)
      expect(await answer.text()).toContain('Good day.')
    }
    expect(reserved).toMatchObject([{ number: 1 }, { number: 2, outputTokensAtMost: 100 }])
    for (const { worstCaseUsd } of reserved) expect(Number(worstCaseUsd)).toBeGreaterThan(0.00005)
    const cost = { costUsd: '0.0000095', outcome: 'answered', estimated: false }
    expect(settled).toMatchObject([cost, cost])
    expect(mine).toMatchObject({ calls: 2, requests: 2, usage: { input: 100, output: 18 } })
    expect(mine.spent.toString()).toBe('0.000019')
  })

  it('is tried again after overload, a rate limit and a cut line, and each try is metered', async () => {
    api.play({
      answers: [
        { times: 1, reply: { error: { status: 529 } } },
        { times: 1, reply: { error: { status: 429, retry_after: 0.05 } } },
        { times: 1, reply: { raw_body: { status: 200, type: 'application/json', body: '' } } },
        { reply: { text: 'At last.' } },
      ],
    })
    const mine = run()
    const startedAt = Date.now()
    // The third answers 200 with nothing in it: there is nothing to try again, the engine sees it.
    expect(await (await calls().send(mine, request())).text()).toBe('')
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(50)
    expect(mine).toMatchObject({ calls: 1, requests: 3 })
    expect(settled.map((s) => s.outcome)).toEqual(['failed', 'failed', 'cut'])
    expect(told).toEqual(['retrying', 'retrying'])
    expect(settled.map((s) => s.costUsd).slice(0, 2)).toEqual(['0', '0'])
  })

  it('is given up when the wait asked for ends after the run does', async () => {
    api.play({ otherwise: { error: { status: 429, retry_after: 60, message: 'Slow down.' } } })
    const mine = run()
    const answer = await calls().send(mine, request())
    expect(answer.headers.get('x-should-retry')).toBe('false')
    expect(mine.trouble).toMatchObject({ kind: 'rate_limited', retryAfterMs: 60_000 })
    expect(mine.requests).toBe(1)
  })

  it('is given up after four tries, and at once where no repetition helps', async () => {
    api.play({ otherwise: { error: { status: 529 } } })
    const tired = run()
    await calls().send(tired, request())
    expect(tired).toMatchObject({ requests: 4, trouble: { kind: 'overloaded', status: 529 } })
    api.play({ otherwise: { error: { status: 401, message: 'Bad key.' } } })
    const rejected = run()
    expect((await calls().send(rejected, request())).status).toBe(401)
    expect(rejected).toMatchObject({
      requests: 1,
      trouble: { kind: 'rejected', message: 'Bad key.' },
    })
  })

  it('that stays silent is tried again, and reckoned when no numbers came', async () => {
    api.play({
      answers: [{ times: 1, reply: { hang: true } }, { reply: { text: 'Awake.' } }],
    })
    const mine = run({ silenceMs: 100 })
    expect(await (await calls().send(mine, request())).text()).toContain('Awake.')
    expect(settled).toMatchObject([
      { outcome: 'cut', estimated: true, usage: { output: 0 } },
      { outcome: 'answered', estimated: false },
    ])
    expect(settled[0]?.usage.input).toBeGreaterThan(10)
  })

  it('that is cut in the middle breaks for the engine too, and costs what had come', async () => {
    api.play({ otherwise: { text: 'x'.repeat(2_000), cut_after: 20 } })
    const mine = run()
    const answer = await calls().send(mine, request({ stream: true, max_tokens: 5_000 }))
    await expect(answer.text()).rejects.toThrow()
    expect(mine.trouble).toMatchObject({ kind: 'broken' })
    expect(settled).toMatchObject([{ outcome: 'cut', estimated: true }])
    expect(settled[0]?.usage.output).toBeGreaterThan(50)
    api.play({ otherwise: { text: 'x'.repeat(2_000), error_after: 5 } })
    await (await calls().send(mine, request({ stream: true }))).text()
    expect(mine.trouble).toMatchObject({ kind: 'overloaded' })
  })

  it('ends with its run, and is settled', async () => {
    api.play({ otherwise: { text: 'x'.repeat(2_000), event_delay_ms: 50 } })
    const cancelled = new AbortController()
    const mine = run({}, cancelled.signal)
    const answer = await calls().send(mine, request({ stream: true }))
    setTimeout(() => cancelled.abort(), 100)
    await expect(answer.text()).rejects.toThrow()
    await expect.poll(() => settled).toMatchObject([{ outcome: 'cut' }])
  })

  it('is not made when the meter refuses, or the run’s own limits do', async () => {
    const refused = run()
    await calls(1).send(refused, request())
    expect(refused.trouble).toMatchObject({ kind: 'refused', refusal: { code: 'budget.day' } })
    const poor = run({ usd: '0.00002' })
    await calls().send(poor, request())
    expect(poor.trouble).toMatchObject({ refusal: { code: 'budget.run' } })
    const short = run({ calls: 1 })
    await calls().send(short, request())
    await calls().send(short, request())
    expect(short.trouble).toMatchObject({ refusal: { code: 'budget.turns' } })
    expect(api.requests).toHaveLength(1)
  })
})

describe('the proxy', () => {
  async function openDoor(mine?: ModelRun, credentials: Credentials = KEY) {
    const proxy = await startModelProxy(callsWith(UNLIMITED, credentials))
    cleanUp.push(proxy.stop)
    const door = proxy.open()
    if (mine) door.use(mine)
    return door
  }
  const post = ({ url }: ProxyDoor, path = '/v1/messages') =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'x-api-key': 'worthless', 'anthropic-beta': 'this-one', accept: 'text/x' },
      body: body(),
    })

  it('passes messages on with the real key in place of the worthless one [engines.key-stays-here]', async () => {
    expect((await post(await openDoor(run()), '/v1/messages?beta=true')).status).toBe(200)
    const [seen] = api.requests
    expect(seen).toMatchObject({ path: '/v1/messages?beta=true' })
    expect(seen?.headers).toMatchObject({ 'x-api-key': 'the real key', accept: 'text/x' })
    expect((await post(await openDoor(run(), { kind: 'oauth', token: 't' }))).status).toBe(200)
    expect(api.requests[1]?.headers).toMatchObject({
      authorization: 'Bearer t',
      'anthropic-beta': 'this-one, oauth-2025-04-20',
    })
    expect(api.requests[1]?.headers).not.toHaveProperty('x-api-key')
  })

  it('lets nobody through without an address, without a run, or to another path', async () => {
    const door = await openDoor()
    expect((await post(door)).status).toBe(403)
    door.use(run())
    expect((await post(door, '/v1/models')).status).toBe(404)
    expect((await post(door, '/v1/messages/batches')).status).toBe(404)
    expect((await post(door, '/v1/messages/../models')).status).toBe(404)
    expect((await fetch(door.url.replace(/[^/]+$/, 'guess'))).status).toBe(404)
    expect((await post(door)).status).toBe(200)
    door.close()
    expect((await post(door)).status).toBe(404)
    expect(api.requests).toHaveLength(1)
  })
})
