import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DEFAULT_BUDGETS,
  DEFAULT_QUALIFICATION_SETTINGS,
  type EventPayload,
  type Execution,
} from '@insa/contracts'
import { EXECUTION_ID } from '@insa/contracts/samples'
import { describe, expect, it } from 'vitest'
import { fakeServer, page, problem } from './testing/fake-server.ts'
import { runInsa } from './testing/run-insa.ts'
import { sampleExecution, sampleScore } from './testing/samples.ts'

const AT = sampleExecution.created_at
describe('insa executions', () => {
  const execution = `/api/v1/executions/${EXECUTION_ID}`

  it('lists runs with status and duration', async () => {
    const { url, seen } = await fakeServer({
      'GET /api/v1/executions': () =>
        page({ ...sampleExecution, steps: [], lead_title: 'Aceros del Norte' }),
    })
    const { stdout } = await runInsa(['executions', 'list', '--status', 'succeeded', '--url', url])
    expect(stdout).toMatch(/succeeded +lead_qualification +Aceros del Norte +baseline +0 ms +2h/)
    expect(seen[0]?.query.get('status')).toBe('succeeded')
  })

  it('shows a run with its steps', async () => {
    const { url } = await fakeServer({ [`GET ${execution}`]: () => ({ body: sampleExecution }) })
    const { code, stdout } = await runInsa(['executions', 'show', EXECUTION_ID, '--url', url])
    expect(code).toBe(0)
    expect(stdout).toContain('1 tool mcp__erpnext__get_lead  12 ms  Read the lead.')
  })

  it('follows a run to its end: one JSON value a line, the execution last [cli.executions]', async () => {
    let reads = 0
    const running: Execution = { ...sampleExecution, status: 'running' }
    const failed: Execution = {
      ...sampleExecution,
      status: 'failed',
      output_data: null,
      error: { code: 'engine.down', message: 'Down.' },
    }
    const status: EventPayload = {
      type: 'execution.updated',
      execution_id: EXECUTION_ID,
      agent_type: 'lead_qualification',
      status: 'failed',
      lead_id: null,
    }
    const { url } = await fakeServer({
      [`GET ${execution}`]: () => ({ body: reads++ === 0 ? running : failed }),
      [`GET ${execution}/events`]: () => ({ events: [status] }),
    })
    const args = ['executions', 'show', EXECUTION_ID, '--follow', '--json', '--url', url]
    const { code, stdout } = await runInsa(args)
    expect(code).toBe(8)
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toEqual([{ id: '1', event: status }, { execution: failed }])
  })

  it('cancels a run', async () => {
    const { url } = await fakeServer({
      [`POST ${execution}/cancel`]: () => ({ body: { ...sampleExecution, status: 'cancelled' } }),
    })
    const { stdout } = await runInsa(['executions', 'cancel', EXECUTION_ID, '--url', url])
    expect(stdout).toBe('The execution is cancelled.\n')
  })

  it('exits 6 when it has ended already', async () => {
    const { url } = await fakeServer({
      [`POST ${execution}/cancel`]: () => problem(409, 'execution.final', 'It has ended.'),
    })
    const { code } = await runInsa(['executions', 'cancel', EXECUTION_ID, '--url', url])
    expect(code).toBe(6)
  })
})

describe('insa executions replay', () => {
  const replay: Execution = {
    ...sampleExecution,
    id: '0198f3a0-0000-7000-8000-0000000000e2',
    output_data: { ...sampleScore, qualification_score: 71.2, priority: 'HIGH' },
    model: 'claude-haiku-5-5',
    cost_usd: '0.001200',
    replay: { of: EXECUTION_ID, engine: null, model: 'claude-haiku-5-5', prompt: false },
  }
  const at = (id: string, rest = '') => `/api/v1/executions/${id}${rest}`

  it('starts it, waits for its end and shows both side by side [cli.replay]', async () => {
    const ended: EventPayload = {
      type: 'execution.updated',
      execution_id: replay.id,
      agent_type: 'lead_qualification',
      status: 'succeeded',
      lead_id: null,
    }
    const { url, seen } = await fakeServer({
      [`POST ${at(EXECUTION_ID, '/replay')}`]: () => ({ status: 202, body: replay }),
      [`GET ${at(replay.id, '/events')}`]: () => ({ events: [ended] }),
      [`GET ${at(replay.id)}`]: () => ({ body: replay }),
      [`GET ${at(EXECUTION_ID)}`]: () => ({ body: sampleExecution }),
    })
    const args = ['executions', 'replay', EXECUTION_ID, '--model', 'claude-haiku-5-5', '--url', url]
    const { code, stdout } = await runInsa(args)
    expect(code).toBe(0)
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ model: 'claude-haiku-5-5' })
    expect(stdout).toMatch(/engine +baseline +claude-haiku-5-5/)
    expect(stdout).toMatch(/score +88 +71/)
    expect(stdout).toMatch(/priority +IMMEDIATE +HIGH/)
    expect(stdout).toMatch(/cost +\$0\.00 +\$0\.0012/)
  })

  it('says which file it cannot read', async () => {
    const args = ['executions', 'replay', EXECUTION_ID, '--prompt', '/nowhere/prompt.md']
    expect(await runInsa(args)).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('/nowhere/prompt.md'),
    })
  })
})

describe('insa settings show', () => {
  it('shows weights, thresholds and the company profile', async () => {
    const company_profile = {
      company_name: 'INSA',
      services: ['plc'],
      industries: ['steel'],
      platforms: ['Siemens'],
      territory: [],
      smallest_job: 15_000,
      currency: 'USD',
      competitors: [],
      exchange_rates: { EUR: 1.1 },
    }
    const { url } = await fakeServer({
      'GET /api/v1/settings/qualification': () => ({ body: DEFAULT_QUALIFICATION_SETTINGS }),
      'GET /api/v1/settings/company-profile': () => ({ body: company_profile }),
      'GET /api/v1/settings/budgets': () => ({ body: DEFAULT_BUDGETS }),
    })
    const { stdout } = await runInsa(['settings', 'show', '--url', url])
    expect(stdout).toMatch(/budget +25 \(25 %\)/)
    expect(stdout).toMatch(/territory +everywhere/)
    expect(stdout).toMatch(/smallest job +15,000 USD/)
    expect(stdout).toMatch(/a run +\$0\.50, then a cheaper model/)
    expect(stdout).toMatch(/a deal +no limit/)
  })
})

describe('insa costs', () => {
  const sums = {
    calls: 3,
    executions: 2,
    tokens: { input: 12_000, output: 900, cache_read: 50_000, cache_write: 0 },
    cost_usd: '0.061235',
    cache_saved_usd: '0.000400',
  }
  const body = {
    from: '2026-01-01',
    to: '2026-01-02',
    group_by: 'model',
    data: [
      { key: 'claude-haiku-5-5', label: 'claude-haiku-5-5', ...sums },
      { key: 'x', label: 'x', ...sums, calls: 0 },
    ],
    next_cursor: null,
    totals: { ...sums, lost_calls: 1, estimated_calls: 0 },
    today: {
      limit_usd: '20.000000',
      spent_usd: '0.061235',
      reserved_usd: '0.010000',
      left_usd: '19.928765',
    },
  }

  it('tells what was spent on what, what the cache saved, and what is left today [cli.costs]', async () => {
    const { url, seen } = await fakeServer({ 'GET /api/v1/costs': () => ({ body }) })
    const args = ['costs', '--by', 'model', '--from', '2026-01-01', '--url', url]
    const { stdout, stderr } = await runInsa(args)
    expect(Object.fromEntries(seen[0]?.query ?? [])).toEqual({
      group_by: 'model',
      from: '2026-01-01',
    })
    expect(stdout).toMatch(/claude-haiku-5-5 +3 +2 +12,000 +900 +50,000 +\$0\.0004 +\$0\.06/)
    expect(stdout).not.toMatch(/^x /m)
    expect(stderr).toContain('$0.06 for 3 calls from 2026-01-01 to 2026-01-02')
    expect(stderr).toContain('1 call has an end that nobody knows')
    expect(stderr).toContain('Today $0.06 of $20.00 spent, $0.01 held back; $19.93 left.')
    expect(JSON.parse((await runInsa([...args, '--json'])).stdout)).toEqual(body)
  })
})

describe('insa audit list', () => {
  const entry = {
    id: EXECUTION_ID,
    at: AT,
    actor: 'user:ana',
    action: 'lead.created',
    subject_type: 'lead',
    subject_id: 'x',
    execution_id: null,
    correlation_id: 'c',
    details: {},
    tool: null,
    input: null,
    output: null,
    tokens: null,
    cost_usd: null,
    duration_ms: null,
    seal: null,
  }

  it('shows who did what to what', async () => {
    const { url } = await fakeServer({ 'GET /api/v1/audit': () => page(entry) })
    const { stdout } = await runInsa(['audit', 'list', '--url', url])
    expect(stdout).toMatch(/2026-01-02 03:00:00 UTC +user:ana +lead.created +lead x/)
  })

  it('asks for one person’s deeds with one tool in a span of time, and for words in them', async () => {
    const { url, seen } = await fakeServer({ 'GET /api/v1/audit': () => page(entry) })
    const filters = ['--actor', 'user:ana', '--tool', 'mcp__erpnext__get_lead', '--search', 'pump']
    const times = ['--since', '2026-01-02', '--until', '2026-01-02T04:30:00+01:00']
    await runInsa(['audit', 'list', '--url', url, ...filters, ...times])
    expect(Object.fromEntries(seen[0]?.query ?? [])).toMatchObject({
      actor: 'user:ana',
      tool: 'mcp__erpnext__get_lead',
      q: 'pump',
      from: '2026-01-02T00:00:00.000Z',
      to: '2026-01-02T03:30:00.000Z',
    })
    const { code, stderr } = await runInsa(['audit', 'list', '--since', 'tuesday', '--url', url])
    expect(code).toBe(2)
    expect(stderr).toContain('--since')
  })
})

describe('insa audit export', () => {
  const lines = ['{"type":"header"}', '{"type":"end"}']
  const routes = { 'GET /api/v1/audit/export': () => ({ lines }) }

  it('writes the lines as they come to stdout, or into a file that did not exist', async () => {
    const { url, seen } = await fakeServer(routes)
    const { stdout } = await runInsa(['audit', 'export', '--url', url, '--after', '7'])
    expect(stdout).toBe('{"type":"header"}\n{"type":"end"}\n')
    expect(seen[0]?.query.get('after_seq')).toBe('7')
    const folder = await mkdtemp(join(tmpdir(), 'insa-export-'))
    const file = join(folder, 'audit.ndjson')
    const { stderr } = await runInsa(['audit', 'export', '--url', url, '--out', file])
    expect(await readFile(file, 'utf8')).toBe('{"type":"header"}\n{"type":"end"}\n')
    expect(stderr).toContain(`insa audit verify ${file}`)
    const again = await runInsa(['audit', 'export', '--url', url, '--out', file])
    expect(again).toMatchObject({ code: 6, stderr: expect.stringContaining('exists already') })
    await rm(folder, { recursive: true })
  })
})

describe('insa audit head', () => {
  it('prints one line, to be kept elsewhere', async () => {
    const head = {
      version: 1,
      organization_id: EXECUTION_ID,
      seq: 12,
      hash: 'a'.repeat(64),
      signed_at: AT,
      key_id: 'k',
      public_key: 'p',
      signature: 's',
    }
    const { url } = await fakeServer({ 'GET /api/v1/audit/head': () => ({ body: head }) })
    const { stdout } = await runInsa(['audit', 'head', '--url', url])
    expect(stdout).toBe(`${JSON.stringify(head)}\n`)
  })
})

describe('insa keys', () => {
  const key = {
    id: EXECUTION_ID,
    name: 'Nightly',
    prefix: 'insa_ab',
    role: 'sales',
    scopes: ['leads:import'],
    created_by: 'ana',
    created_at: AT,
    last_used_at: null,
    expires_at: null,
    revoked_at: null,
  }

  it('prints a new key alone on stdout, so that a script can keep it', async () => {
    const { url, seen } = await fakeServer({
      'POST /api/v1/api-keys': () => ({ status: 201, body: { ...key, key: 'insa_abc' } }),
    })
    const scopes = ['--scope', 'leads:import', '--scope', 'leads:read', '--expires', '2027-01-31']
    const { stdout } = await runInsa(['keys', 'create', 'Nightly', ...scopes, '--url', url])
    expect(stdout).toBe('insa_abc\n')
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      name: 'Nightly',
      role: 'sales',
      scopes: ['leads:import', 'leads:read'],
      expires_at: '2027-01-31T00:00:00.000Z',
    })
  })

  it('lists keys with their state', async () => {
    const { url } = await fakeServer({
      'GET /api/v1/api-keys': () => page(key, { ...key, revoked_at: AT }),
    })
    const { stdout } = await runInsa(['keys', 'list', '--url', url])
    expect(stdout).toMatch(/Nightly +insa_ab +sales +leads:import +valid +never/)
    expect(stdout).toContain('revoked')
  })

  it('revokes a key', async () => {
    const { url } = await fakeServer({
      [`DELETE /api/v1/api-keys/${EXECUTION_ID}`]: () => ({ status: 204, body: undefined }),
    })
    const { code, stdout } = await runInsa(['keys', 'revoke', EXECUTION_ID, '--url', url])
    expect(code).toBe(0)
    expect(stdout).toBe('Revoked.\n')
  })
})

describe('insa alerts', () => {
  const alert = {
    id: EXECUTION_ID,
    rule: 'mcp_server',
    subject: 'nmap',
    status: 'firing',
    summary: 'MCP server nmap cannot be called',
    advice: 'Look.',
    value: 1,
    threshold: 0,
    fired_at: AT,
    resolved_at: null,
    silenced_until: null,
    silenced_by: null,
  }

  it('lists what is wrong, and silences it', async () => {
    const silence = `/api/v1/alerts/${EXECUTION_ID}/silence`
    const silenced = { ...alert, silenced_until: AT, silenced_by: 'key:ops' }
    const { url, seen } = await fakeServer({
      'GET /api/v1/alerts': () => page(alert),
      [`POST ${silence}`]: () => ({ status: 200, body: silenced }),
      [`DELETE ${silence}`]: () => ({ status: 200, body: alert }),
    })
    const list = await runInsa(['alerts', 'list', '--status', 'firing', '--url', url])
    expect(list.stdout).toMatch(/MCP server nmap cannot be called +firing/)
    expect(seen[0]?.query.get('status')).toBe('firing')
    const quiet = ['alerts', 'silence', EXECUTION_ID, '--url', url]
    const { stdout } = await runInsa([...quiet, '--minutes', '90', '--reason', 'Planned.'])
    expect(stdout).toBe(`Silenced until ${AT}.\n`)
    expect(JSON.parse(seen.at(-1)?.body ?? '')).toEqual({ minutes: 90, reason: 'Planned.' })
    expect((await runInsa([...quiet, '--off'])).stdout).toBe('People are told again.\n')
  })
})
