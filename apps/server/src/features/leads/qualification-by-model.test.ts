/** A lead is judged by a model through the whole program: the Messages API is scripted, everything before it is real. */
import { readdir, readFile } from 'node:fs/promises'
import { type Execution, LeadScore } from '@insa/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import type { ModelMeter } from '../../platform/engines/model-meter.ts'
import { modelSays } from '../../testing/model-answers.ts'
import { qualifyOnRequest } from '../../testing/qualify-on-request.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import type { MessagesRequest } from '../../testing/scripted-anthropic/script.ts'
import {
  type ScriptedAnthropic,
  startScriptedAnthropic,
} from '../../testing/scripted-anthropic/scripted-anthropic.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'

const GET_LEAD = 'mcp__erpnext__get_lead'
const ENGINES = ['claude-code', 'anthropic-api'] as const

/** What the model says of sampleLead. */
const JUDGED = modelSays({
  budget: [92, 'message', 'Budget of USD 250,000 is approved'],
  timeline: [80, 'message', 'start in March'],
  complexity: [88, 'message', 'migrate two Siemens S7-300 PLCs and the WinCC SCADA'],
  authority: [90, 'job_title', 'Plant Manager'],
  fit: [90, 'industry', 'Steel'],
})

/** Real processes on a machine that may be busy; milliseconds. */
const PATIENCE = { timeout: 240_000 }

describe.each(ENGINES)('a lead judged by %s', PATIENCE, (engine) => {
  let api: ScriptedAnthropic
  let app: TestApp
  afterEach(async () => {
    await app.close()
    await api.stop()
  })

  async function start(meter?: ModelMeter): Promise<void> {
    api = await startScriptedAnthropic()
    app = await testApp({
      config: {
        engine,
        concurrency: 1,
        model: { apiKey: 'the-real-key', oauthToken: null, baseUrl: api.url, loginHome: null },
      },
      ...(meter ? { meter } : {}),
    })
    await qualifyOnRequest(app.acme)
  }
  const sales = () => app.acme.as('sales')
  const newLead = (fields = {}) => sales().leads.create(sampleLead(fields))
  const qualified = async (leadId: string): Promise<Execution> =>
    sales().executions.follow((await sales().leads.qualify(leadId)).id)

  it.each([
    [
      'declines',
      { refusal: 'No. See http://evil.example/x or [here](http://evil.example) <b>now</b>.' },
    ],
    [
      'gives what was not asked for',
      { structured: { 'http://evil.example/?q=1': 'x'.repeat(5_000) } },
    ],
  ])('is flagged in our own words when the model %s [engines.flag-words]', async (_, otherwise) => {
    await start()
    api.play({ otherwise })
    const { output_data } = await qualified((await newLead()).id)
    const score = LeadScore.parse(output_data)
    expect(score.engine).toBe('baseline')
    const [flag, ...more] = score.flags.filter(({ code }) => code === 'engine_fallback')
    expect(more).toEqual([])
    expect(flag?.message).toMatch(/^Our own engine answered without a model: /)
    expect(flag?.message).not.toMatch(/evil|:\/\/|[<>[\]]/)
    expect(flag?.message.length).toBeLessThan(310)
  })

  it('is qualified end to end, with the words it rests on and what it cost [engines.qualifies-lead]', async () => {
    await start()
    api.play((request) =>
      resultsIn(request) > 0
        ? { structured: JUDGED }
        : { tools: [{ name: GET_LEAD, input: { lead_id: idIn(request) } }] },
    )
    const lead = await newLead()
    const execution = await qualified(lead.id)
    expect(execution).toMatchObject({
      status: 'succeeded',
      engine,
      model: 'claude-haiku-5-5',
      output_data: {
        engine,
        priority: 'IMMEDIATE',
        recommended_action: 'immediate_contact',
        second_opinion: { engine: 'baseline', model: null },
        needs_review: false,
      },
    })
    expect(execution.tokens_used.output).toBeGreaterThan(100)
    expect(Number(execution.cost_usd)).toBeGreaterThan(0)
    expect(execution.steps.map((s) => s.name)).toEqual([
      GET_LEAD,
      'read_settings',
      'judge',
      'save_score',
      'mcp__erpnext__update_lead',
      'alert_immediate',
    ])
    const score = await sales().leads.score(lead.id)
    const [evidence] = score.factor_scores.budget.evidence
    expect(lead.message?.slice(evidence?.start, evidence?.end)).toBe(
      'Budget of USD 250,000 is approved',
    )
    // Only what is read is the model's; what is written is code's.
    const offered = api.messages().map((m) => (m.tools ?? []).map((t) => t.name))
    for (const names of offered)
      expect(names.filter((n) => n !== 'StructuredOutput')).toEqual([GET_LEAD])
    expect(api.requests[0]?.headers['x-api-key']).toBe('the-real-key')
  })

  it('is followed live: what the model does is told while it does it', async () => {
    await start()
    api.play({
      answers: [{ times: 1, reply: { error: { status: 529 } } }],
      otherwise: { structured: JUDGED, thinking: 'Well.', event_delay_ms: 20 },
    })
    const lead = await newLead()
    const { id } = await sales().leads.qualify(lead.id)
    const told: string[] = []
    for await (const event of sales().executions.events(id))
      if (event.payload.type === 'execution.activity') told.push(event.payload.activity.kind)
    expect(told).toContain('asking')
    expect(told).toContain('retrying')
    expect(told).toContain('thinking')
  })

  it('never reaches a tool that is not the model’s, and its try is on record [engines.forbidden-tool]', async () => {
    await start()
    const other = await newLead({ company_name: 'Another' })
    api.play((request) =>
      resultsIn(request) > 0
        ? { structured: JUDGED }
        : {
            tools: [
              { name: GET_LEAD, input: { lead_id: other.id } },
              {
                name: 'mcp__erpnext__update_lead',
                input: {
                  lead_id: idIn(request),
                  qualification_score: 100,
                  priority: 'IMMEDIATE',
                  recommended_action: 'immediate_contact',
                },
              },
            ],
          },
    )
    const lead = await newLead()
    await qualified(lead.id)
    const { data } = await app.acme.as('administrator').audit.list({ limit: 200 })
    const refused = data.filter((entry) => entry.action === 'tool.refused')
    expect(refused.map((entry) => entry.subject_id).sort()).toEqual([
      GET_LEAD,
      'mcp__erpnext__update_lead',
    ])
    expect(JSON.stringify(api.messages().at(-1)?.messages)).not.toContain('Another')
  })

  it('is judged by the baseline when the model is down, talks nonsense or quotes what is not there, and says so [engines.falls-back]', async () => {
    await start()
    const lead = await newLead()
    const invented = modelSays({ budget: [95, 'message', 'ten million dollars in cash'] })
    for (const otherwise of [
      { error: { status: 529 } },
      { text: 'I like this lead.' },
      { structured: invented },
      { structured: JUDGED, cut_after: 3 },
    ]) {
      api.clear()
      api.play({ otherwise })
      const execution = await qualified(lead.id)
      expect(execution).toMatchObject({ status: 'succeeded', engine: 'baseline', model: null })
      const { engine: by, flags } = await sales().leads.score(lead.id)
      expect(by).toBe('baseline')
      expect(flags.map((f) => f.code)).toContain('engine_fallback')
      if ('structured' in otherwise) expect(Number(execution.cost_usd)).toBeGreaterThan(0)
    }
    // Down for three leads in a row: it is left alone, and whoever asks is told.
    api.play({ otherwise: { error: { status: 401, message: 'No such key.' } } })
    for (let i = 0; i < 3; i += 1) await qualified(lead.id)
    const { parts } = await app.acme.as('administrator').system()
    expect(parts.find((p) => p.name === 'Engine')).toMatchObject({
      what: expect.stringContaining(engine),
      real: true,
      healthy: false,
      hint: expect.stringContaining('does not answer'),
    })
  })

  it('goes to a person where our own engine thinks far otherwise: a stronger model is asked first, then ours holds [engines.second-opinion]', async () => {
    await start()
    const lead = await newLead({
      job_title: 'Student',
      message: 'I write my thesis about PLCs at university. Can you answer my survey?',
    })
    const enthusiastic = modelSays({
      budget: [95, 'message', 'PLCs'],
      timeline: [95, 'message', 'survey'],
      complexity: [95, 'message', 'PLCs'],
      authority: [95, 'job_title', 'Student'],
      fit: [95, 'message', 'PLCs'],
    })
    api.play({ otherwise: { structured: enthusiastic } })
    const execution = await qualified(lead.id)
    expect(new Set(api.messages().map((m) => m.model))).toEqual(
      new Set(['claude-haiku-5-5', 'claude-sonnet-5-5']),
    )
    const score = await sales().leads.score(lead.id)
    expect(score).toMatchObject({
      engine: 'baseline',
      recommended_action: 'disqualify',
      needs_review: true,
      second_opinion: { engine, model: 'claude-sonnet-5-5', priority: 'IMMEDIATE' },
    })
    expect(score.flags.map((f) => f.code)).toContain('second_opinion_differs')
    expect(execution.steps.map((s) => s.name)).not.toContain('alert_immediate')
    expect((await sales().leads.list({ needs_review: 'yes' })).data.map((l) => l.id)).toEqual([
      lead.id,
    ])
    await sales().leads.override(lead.id, { priority: 'LOW', reason: 'A student, indeed.' })
    expect((await sales().leads.score(lead.id)).needs_review).toBe(false)
    expect((await sales().leads.list({ needs_review: 'yes' })).data).toEqual([])
  })

  it('ends when it is cancelled, at once', async () => {
    await start()
    api.play({ otherwise: { hang: true } })
    const lead = await newLead()
    const { id } = await sales().leads.qualify(lead.id)
    await expect.poll(() => api.messages().length).toBe(1)
    const startedAt = Date.now()
    await sales().executions.cancel(id)
    expect((await sales().executions.follow(id)).status).toBe('cancelled')
    expect(Date.now() - startedAt).toBeLessThan(5_000)
  })

  it('fails where a budget says stop in the middle of the run, with what it had cost [engines.budget-stop]', async () => {
    let asked = 0
    await start({
      async reserve() {
        asked += 1
        return asked === 1
          ? { granted: true, id: '1' }
          : {
              granted: false,
              code: 'budget.deal_exceeded',
              message: 'The deal’s budget is spent.',
              instead: 'stop',
            }
      },
      settle: async () => undefined,
    })
    api.play((request) => ({ tools: [{ name: GET_LEAD, input: { lead_id: idIn(request) } }] }))
    const lead = await newLead()
    const execution = await qualified(lead.id)
    expect(execution).toMatchObject({
      status: 'failed',
      error: { code: 'budget.deal_exceeded', message: 'The deal’s budget is spent.' },
    })
    expect(Number(execution.cost_usd)).toBeGreaterThan(0)
    expect(api.messages()).toHaveLength(1)
  })

  it('shares its beginning with every other lead, byte for byte [engines.cached-prefix]', async () => {
    await start()
    api.play({ otherwise: { structured: modelSays({}) } })
    const first = await qualified((await newLead()).id)
    const second = await qualified((await newLead({ message: 'Hello, do you do SCADA?' })).id)
    const [one, two] = api.messages()
    const prefix = (m: MessagesRequest | undefined) => JSON.stringify([m?.tools, m?.system])
    expect(prefix(two)).toBe(prefix(one))
    const { input, cache_read, cache_write } = second.tokens_used
    const share = cache_read / (input + cache_read + cache_write)
    expect(share).toBeGreaterThan(0.7)
    expect(first.tokens_used.cache_write).toBeGreaterThan(second.tokens_used.cache_write)
    expect(Number(second.cost_usd)).toBeLessThan(Number(first.cost_usd))
  })
})

describe('the process of Claude Code', PATIENCE, () => {
  it('sees nothing of this machine but what we name, and never the real key [engines.key-stays-here]', async () => {
    process.env.INSA_TEST_SECRET = 'must not be seen'
    const api = await startScriptedAnthropic({ script: { otherwise: { hang: true } } })
    const app = await testApp({
      config: {
        engine: 'claude-code',
        model: { apiKey: 'the-real-key', oauthToken: null, baseUrl: api.url, loginHome: null },
      },
    })
    await app.acme.as('sales').leads.create(sampleLead())
    await expect.poll(() => api.messages().length).toBe(1)
    const processes = await claudeProcesses()
    expect(processes.length).toBeGreaterThan(0)
    for (const { environment, command } of processes) {
      expect(Object.keys(environment).sort()).toEqual(NAMED)
      expect(environment.ANTHROPIC_API_KEY).toBe('none')
      expect(environment.ANTHROPIC_BASE_URL).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}$/)
      expect(environment.HOME).toMatch(/insa-claude-/)
      expect(command + JSON.stringify(environment)).not.toMatch(/the-real-key|must not be seen/)
    }
    delete process.env.INSA_TEST_SECRET
    await app.close()
    await api.stop()
    await expect.poll(claudeProcesses).toEqual([])
  })
})

const NAMED = [
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_BASE_URL',
  'CLAUDE_AGENT_SDK_VERSION',
  'CLAUDE_CODE_ATTRIBUTION_HEADER',
  'CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS',
  'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC',
  'CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK',
  'CLAUDE_CODE_ENTRYPOINT',
  'CLAUDE_CODE_MAX_OUTPUT_TOKENS',
  'CLAUDE_CODE_MAX_RETRIES',
  'CLAUDE_CODE_MESSAGES_PROMPT_CACHE_TTL',
  'CLAUDE_CODE_NO_MODEL_FALLBACK',
  'CLAUDE_CODE_PROMPT_CACHE_TTL',
  'CLAUDE_CODE_SDK_READS_SESSION_STATE',
  'CLAUDE_CODE_SDK_READS_STARTUP_MARKS',
  'CLAUDE_CODE_SIMPLE',
  'CLAUDE_CONFIG_DIR',
  'DISABLE_AUTOUPDATER',
  'DISABLE_ERROR_REPORTING',
  'DISABLE_TELEMETRY',
  'ENABLE_TOOL_SEARCH',
  'HOME',
  'MAX_STRUCTURED_OUTPUT_RETRIES',
]

/** The id of the lead that the prompt names. */
const idIn = (request: MessagesRequest): string =>
  /lead with the id ([0-9a-f-]{36})/.exec(JSON.stringify(request.messages))?.[1] ?? ''

const resultsIn = (request: MessagesRequest): number =>
  JSON.stringify(request.messages).split('"tool_result"').length - 1

/** Processes of Claude Code that this one has started. */
async function claudeProcesses(): Promise<
  { pid: string; command: string; environment: Record<string, string> }[]
> {
  const found = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')
    const command = (await read('cmdline')).replaceAll('\0', ' ')
    const [, , parent] = / (\w) (\d+) /.exec((await read('stat')).split(')').at(-1) ?? '') ?? []
    if (parent !== String(process.pid) || !/claude-agent-sdk-[\w-]+\/claude /.test(command))
      continue
    const environment = Object.fromEntries(
      (await read('environ'))
        .split('\0')
        .filter(Boolean)
        .map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]),
    )
    found.push({ pid, command, environment })
  }
  return found
}
