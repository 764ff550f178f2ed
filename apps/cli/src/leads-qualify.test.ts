import type { EventPayload, Execution } from '@insa/contracts'
import { EXECUTION_ID, LEAD_ID } from '@insa/contracts/samples'
import { describe, expect, it } from 'vitest'
import { fakeServer, problem } from './testing/fake-server.ts'
import { runInsa } from './testing/run-insa.ts'
import { sampleExecution } from './testing/samples.ts'

const queued: Execution = { ...sampleExecution, status: 'queued', output_data: null, steps: [] }
const steps = sampleExecution.steps.map(
  (step): EventPayload => ({ type: 'execution.step', execution_id: EXECUTION_ID, step }),
)
const failed: Execution = {
  ...sampleExecution,
  status: 'failed',
  output_data: null,
  error: { code: 'engine.unavailable', message: 'The engine is down.' },
}

const qualifying = (finished: Execution) =>
  fakeServer({
    [`POST /api/v1/leads/${LEAD_ID}/qualify`]: () => ({ status: 202, body: queued }),
    [`GET /api/v1/executions/${EXECUTION_ID}`]: () => ({ body: finished }),
    [`GET /api/v1/executions/${EXECUTION_ID}/events`]: () => ({ events: steps }),
  })

const otherId = (n: number) => `0198f3a0-0000-7000-8000-00000000010${n}`

describe('insa leads qualify', () => {
  it('answers at once without --wait, and says how to follow', async () => {
    const { url } = await qualifying(sampleExecution)
    const { code, stdout } = await runInsa(['leads', 'qualify', LEAD_ID, '--url', url])
    expect(code).toBe(0)
    expect(stdout).toContain(`insa executions show ${EXECUTION_ID} --follow`)
  })

  it('shows the steps as they happen, on stderr, and the score at the end [cli.leads]', async () => {
    const { url } = await qualifying(sampleExecution)
    const { code, stdout, stderr } = await runInsa([
      'leads',
      'qualify',
      LEAD_ID,
      '--wait',
      '--url',
      url,
    ])
    expect(code).toBe(0)
    expect(stderr).toContain('mcp__erpnext__get_lead')
    expect(stdout).toContain('88 of 100  IMMEDIATE')
  })

  it('exits 8 when the execution fails, with the reason', async () => {
    const { url } = await qualifying(failed)
    const args = ['leads', 'qualify', LEAD_ID, '--wait', '--url', url]
    const told = await runInsa(args)
    expect(told.code).toBe(8)
    expect(told.stderr).toContain('The engine is down.')
    const json = await runInsa([...args, '--json'])
    expect(json.code).toBe(8)
    expect(JSON.parse(json.stdout)).toMatchObject({ status: 'failed' })
  })

  it('wants either ids or --all-unscored', async () => {
    expect((await runInsa(['leads', 'qualify'])).code).toBe(2)
    expect((await runInsa(['leads', 'qualify', LEAD_ID, '--all-unscored'])).code).toBe(2)
  })

  it('qualifies several, each by itself, and goes on past a failure', async () => {
    const { url, seen } = await fakeServer({
      [`POST /api/v1/leads/${otherId(1)}/qualify`]: () => ({ body: sampleExecution }),
      [`POST /api/v1/leads/${otherId(2)}/qualify`]: () =>
        problem(404, 'lead.not_found', 'No such lead.'),
      [`POST /api/v1/leads/${otherId(3)}/qualify`]: () => ({ body: sampleExecution }),
    })
    const ids = [otherId(1), otherId(2), otherId(3)]
    const args = ['leads', 'qualify', ...ids, '--wait', '--url', url]
    const { code, stdout, stderr } = await runInsa(args)
    expect(code).toBe(8)
    expect(seen.filter(({ route }) => route.startsWith('POST'))).toHaveLength(3)
    expect(stdout.match(/IMMEDIATE/g)).toHaveLength(2)
    expect(stdout).toContain('No such lead.')
    expect(stderr).toContain('Qualifying: 3 of 3')
  })

  it('sends a call again when the server asks to wait', async () => {
    let calls = 0
    const { url } = await fakeServer({
      [`POST /api/v1/leads/${otherId(1)}/qualify`]: () => {
        calls += 1
        const busy = problem(429, 'rate.limited', 'Too many.')
        return calls === 1
          ? { ...busy, headers: { 'retry-after': '0' } }
          : { body: sampleExecution }
      },
      [`POST /api/v1/leads/${otherId(2)}/qualify`]: () => ({ body: sampleExecution }),
    })
    const args = ['leads', 'qualify', otherId(1), otherId(2), '--wait', '--json', '--url', url]
    const { code, stdout } = await runInsa(args)
    expect(code).toBe(0)
    expect(JSON.parse(stdout).data).toHaveLength(2)
    expect(calls).toBe(2)
  })
})
