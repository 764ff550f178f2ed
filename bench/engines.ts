/**
 * What judging by a model takes besides the model: our engine against the bare SDK, many runs at once, memory, and what a
 * qualification sends and costs. The model is scripted, so its time and its words are the same for all.
 */
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Execution, Lead } from '@insa/contracts'
import {
  type ClaudeCodeEngine,
  createClaudeCodeEngine,
} from '../apps/server/src/platform/engines/claude-code.ts'
import type { ClaudeProcess } from '../apps/server/src/platform/engines/claude-process.ts'
import { createModelCalls } from '../apps/server/src/platform/engines/model-calls.ts'
import { UNLIMITED } from '../apps/server/src/platform/engines/model-meter.ts'
import { costOf, NO_USAGE } from '../apps/server/src/platform/engines/models.ts'
import {
  GET_LETTER,
  GRADED,
  gradeTask,
  letterTools,
} from '../apps/server/src/testing/engine-tasks.ts'
import { modelSays } from '../apps/server/src/testing/model-answers.ts'
import type {
  Answerer,
  MessagesRequest,
} from '../apps/server/src/testing/scripted-anthropic/script.ts'
import {
  type ScriptedAnthropic,
  startScriptedAnthropic,
} from '../apps/server/src/testing/scripted-anthropic/scripted-anthropic.ts'
import { createBareClaude } from './bare-claude.ts'
import { type Figure, median, percentile } from './measure.ts'
import { type Site, startSite } from './site.ts'

const RUNS = 10
const AT_ONCE = 20
const QUALIFICATIONS = 5
/** Of a model that answers in all, milliseconds: a call of a tool, then the judgement. */
const MODEL_TIME = { call: 800, judgement: 2_200 }
/** What one judgement says, in tokens: as long as the examples of the prompt ask for. */
const JUDGEMENT_TOKENS = 1_200
const MODEL = 'claude-haiku-5-5'

export async function* benchEngines(): AsyncGenerator<Figure> {
  const api = await startScriptedAnthropic()
  try {
    yield* await benchOverhead(api)
    yield* await benchAtOnce(api)
    for (const engine of ['claude-code', 'anthropic-api'])
      yield* await benchQualification(api, engine)
  } finally {
    await api.stop()
  }
}

const asksThenGrades: Answerer = (request) =>
  hasResult(request)
    ? { structured: GRADED }
    : { tools: [{ name: GET_LETTER, input: { id: '1' } }] }

const hasResult = (request: MessagesRequest) =>
  JSON.stringify(request.messages).includes('"tool_result"')

function engineBefore(
  api: ScriptedAnthropic,
  keep: number,
  onProcess?: (process: ClaudeProcess) => void,
) {
  const upstream = { baseUrl: api.url, credentials: { kind: 'api_key' as const, key: 'none' } }
  return createClaudeCodeEngine({
    calls: createModelCalls({ meter: UNLIMITED, upstream }),
    keep,
    ...(onProcess ? { onProcess } : {}),
    onError: (error) => {
      throw error
    },
  })
}

/** Both are measured in turns, so that what else the machine does hits both. */
async function benchOverhead(api: ScriptedAnthropic): Promise<Figure[]> {
  api.play(asksThenGrades)
  const memory: number[] = []
  const cold = engineBefore(api, 0)
  const warm = engineBefore(api, 1, ({ pid }) => void rssMb(pid).then((mb) => memory.push(mb)))
  const bare = await createBareClaude(api.url)
  const ms = {
    cold: [] as number[],
    warm: [] as number[],
    bareCold: [] as number[],
    bareWarm: [] as number[],
  }
  for (let i = 0; i <= RUNS; i += 1) {
    const bareCold = await bare.cold()
    const ourCold = await timed(() => grade(cold))
    const bareWarm = await bare.warmed()
    await untilReady(warm, i === 0)
    const ourWarm = await timed(() => grade(warm))
    // The first of each loads code from the disk.
    if (i === 0) continue
    ms.bareCold.push(bareCold)
    ms.cold.push(ourCold)
    ms.bareWarm.push(bareWarm)
    ms.warm.push(ourWarm)
  }
  await Promise.all([cold.close(), warm.close(), bare.remove()])
  const how = (bareMs: number[], ours: number[]) =>
    `medians of ${RUNS}: ${Math.round(median(ours))} ms, bare ${Math.round(median(bareMs))} ms; a tool call and a value`
  const ratio = (what: string, bareMs: number[], ours: number[]): Figure => ({
    what,
    measured: median(ours) / median(bareMs),
    unit: '×',
    promised: 1.3,
    how: how(bareMs, ours),
  })
  return [
    ratio('Claude Code from a cold start, against the bare SDK', ms.bareCold, ms.cold),
    ratio('Claude Code from a ready process, against the bare SDK', ms.bareWarm, ms.warm),
    {
      what: 'memory of a Claude Code process',
      measured: Math.max(...memory),
      unit: 'MB',
      promised: 300,
      how: `resident, greatest of ${memory.length}`,
    },
  ]
}

const grade = (engine: ClaudeCodeEngine) => engine.run(gradeTask({ tools: letterTools() }))

async function untilReady(engine: ClaudeCodeEngine, isFirst: boolean): Promise<void> {
  // Nothing is ready before the first run has said of what shape.
  if (isFirst) await grade(engine)
  while (engine.pool.stats().ready === 0) await sleep(20)
  await sleep(1_500)
}

async function benchAtOnce(api: ScriptedAnthropic): Promise<Figure[]> {
  api.play(async (request) => ({ ...(await asksThenGrades(request)), delay_ms: 500 }))
  const engine = engineBefore(api, 2)
  const limits = { ...gradeTask().limits, timeMs: 90_000 }
  const ms: number[] = []
  const results = await Promise.allSettled(
    Array.from({ length: AT_ONCE }, async () => {
      ms.push(await timed(() => engine.run(gradeTask({ tools: letterTools(), limits }))))
    }),
  )
  await engine.close()
  const failed = results.filter((r) => r.status === 'rejected').length
  const how = `${AT_ONCE} Claude Code runs at once, 1 s of model time each`
  return [
    { what: 'failures of runs at once', measured: failed, unit: '', promised: 0, how },
    { what: 'the last of them', measured: Math.max(...ms) / 1000, unit: 's', promised: 60, how },
  ]
}

/** Through a whole site, as its caller sees it. */
async function benchQualification(api: ScriptedAnthropic, engine: string): Promise<Figure[]> {
  api.clear()
  api.play(judgeAtLeisure)
  const site = await startSite({
    empty: true,
    env: { INSA_ENGINE: engine, ANTHROPIC_API_KEY: 'none', ANTHROPIC_BASE_URL: api.url },
  })
  try {
    await switchOffAutomatic(site)
    const runs: { ms: number; execution: Execution }[] = []
    for (let i = 0; i <= QUALIFICATIONS; i += 1) {
      const lead = (await send(site, 'POST', '/api/v1/leads', leadOf(i))) as Lead
      const startedAt = performance.now()
      const execution = (await send(site, 'POST', `/api/v1/leads/${lead.id}/qualify`, undefined, {
        prefer: 'wait=30',
      })) as Execution
      if (execution.status !== 'succeeded' || execution.model !== MODEL)
        throw new Error(`A qualification ended otherwise: ${JSON.stringify(execution)}`)
      runs.push({ ms: performance.now() - startedAt, execution })
    }
    // The first also starts what later ones find ready.
    const seconds = runs.slice(1).map(({ ms }) => ms / 1000)
    const time: Figure = {
      what: `qualification by ${engine}, 3 s of them the model's`,
      measured: percentile(seconds, 1),
      unit: 's',
      promised: 5,
      how: `slowest of ${QUALIFICATIONS}, accepted to stored`,
    }
    return [time, ...costsOf(api, engine, runs.at(-1)?.execution)]
  } finally {
    await site.stop()
    await site.remove()
  }
}

const judgeAtLeisure: Answerer = (request) =>
  hasResult(request)
    ? {
        // As our own engine sees it, so that no stronger model is asked.
        structured: modelSays({
          budget: [92, 'message', 'a budget of USD 250,000 is approved'],
          timeline: [80, 'message', 'start in March'],
          complexity: [88, 'message', 'migrate two Siemens S7-300 PLCs and the WinCC SCADA'],
          authority: [90, 'job_title', 'Plant Manager'],
          fit: [90, 'message', 'rolling mill'],
        }),
        usage: { output_tokens: JUDGEMENT_TOKENS },
        delay_ms: MODEL_TIME.judgement,
      }
    : {
        tools: [{ name: 'mcp__erpnext__get_lead', input: { lead_id: leadIdIn(request) } }],
        delay_ms: MODEL_TIME.call,
      }

const leadIdIn = (request: MessagesRequest) =>
  /lead with the id ([0-9a-f-]{36})/.exec(JSON.stringify(request.messages))?.[1] ?? ''

/** What the last qualification sent and cost; the lines before it have filled the cache. */
function costsOf(api: ScriptedAnthropic, engine: string, last: Execution | undefined): Figure[] {
  if (!last) return []
  const sent = api.requests.slice(-2)
  const { input, output, cache_read, cache_write } = last.tokens_used
  const prompt = input + cache_read + cache_write
  const uncached = costOf(MODEL, { ...NO_USAGE, input: prompt, output })
  const micro = (usd: string | number) => Number(usd) * 1e6
  const about = `${prompt} tokens in, ${output} out, two requests, on ${MODEL}`
  return [
    {
      what: `sent for a qualification by ${engine}`,
      measured: sent.reduce((sum, r) => sum + r.bytes, 0) / 1024,
      unit: 'KB',
      promised: 64,
      how: 'both requests, with the record read again by the tool',
    },
    {
      what: `cost of it without a cache, ${engine}`,
      measured: micro(uncached.toString()),
      unit: 'µ$',
      promised: 5_000,
      how: about,
    },
    {
      what: `cost of it with the cache, ${engine}`,
      measured: micro(last.cost_usd),
      unit: 'µ$',
      promised: 5_000,
      how: `${cache_read} of the tokens read from the cache`,
    },
    {
      what: `share of its prompt not from the cache, ${engine}`,
      measured: (100 * (prompt - cache_read)) / prompt,
      unit: '%',
      promised: 30,
      how: 'what stands for every lead is the same to the byte',
    },
  ]
}

async function switchOffAutomatic(site: Site): Promise<void> {
  const settings = await send(site, 'GET', '/api/v1/settings/qualification')
  const off = { ...(settings as object), auto_qualify: false }
  await send(site, 'PUT', '/api/v1/settings/qualification', off)
}

const leadOf = (n: number) => ({
  lead_name: `Person ${n}`,
  company_name: `Plant ${n}`,
  job_title: 'Plant Manager',
  email_id: `person${n}@plant${n}.example`,
  country: 'Mexico',
  message: `Line ${n}: we want to migrate two Siemens S7-300 PLCs and the WinCC SCADA of our rolling mill; a budget of USD 250,000 is approved, start in March.`,
})

async function send(
  site: Site,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const response = await site.request(path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok)
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

async function rssMb(pid: number): Promise<number> {
  await sleep(50)
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}
