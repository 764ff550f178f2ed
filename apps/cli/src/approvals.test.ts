import type { Approval, ToolCallRecord } from '@insa/contracts'
import { EXECUTION_ID } from '@insa/contracts/samples'
import { describe, expect, it } from 'vitest'
import { fakeServer, page, problem } from './testing/fake-server.ts'
import { runInsa } from './testing/run-insa.ts'
import { sampleExecution } from './testing/samples.ts'

const ID = '0198f3a0-0000-7000-8000-0000000000a1'
const AT = sampleExecution.created_at
const approval: Approval = {
  id: ID,
  status: 'pending',
  outcome: 'none',
  outcome_message: null,
  call_id: null,
  execution_id: EXECUTION_ID,
  agent_type: 'quote_generation',
  lead_id: null,
  tool: 'mcp__mail__send',
  effect: 'egress',
  caller: 'model',
  changes: [
    { field: 'discount', old: '5', new: '12' },
    { field: 'text', old: null, new: 'Dear Ana,\n\u001b[31mhello' },
  ],
  reasons: [{ code: 'effect', text: 'Something leaves the house.' }],
  arguments: { discount: 12, text: 'x' },
  requested_arguments: { discount: 12, text: 'x' },
  effect_hash: 'f'.repeat(64),
  approver: 'manager',
  requested_by: 'user:ana@example.com',
  may_decide: false,
  may_not_because: 'You began this run yourself. Somebody else has to decide.',
  decided_by: null,
  decided_at: null,
  reason: null,
  created_at: AT,
  escalated_at: null,
  expires_at: '2026-01-05T03:00:00.000Z',
}
const PATH = `/api/v1/approvals/${ID}`
const unknownCall: ToolCallRecord = {
  id: ID,
  execution_id: EXECUTION_ID,
  execution_status: 'failed',
  approval_id: null,
  agent_type: 'quote_generation',
  lead_id: null,
  tool: 'mcp__mail__send',
  caller: 'code',
  arguments: { to: 'ana' },
  changes: [{ field: 'to', old: null, new: 'ana' }],
  status: 'unknown',
  message: 'The program was interrupted.',
  started_at: AT,
  finished_at: AT,
  settlement: null,
  may_settle: true,
  may_not_because: null,
}

describe('insa approvals', () => {
  it('lists what waits, and with --outcome unknown what somebody has to look after [cli.approvals]', async () => {
    const { url, seen } = await fakeServer({ 'GET /api/v1/approvals': () => page(approval) })
    const { stdout } = await runInsa(['approvals', 'list', '--url', url])
    expect(stdout).toMatch(/pending +mcp__mail__send +quote_generation +2h/)
    expect(seen[0]?.query.get('status')).toBe('pending')
    await runInsa(['approvals', 'list', '--outcome', 'unknown', '--url', url])
    expect(Object.fromEntries(seen[1]?.query ?? [])).toMatchObject({ outcome: 'unknown' })
    expect(seen[1]?.query.has('status')).toBe(false)
  })

  it('shows what would change, without a stranger’s escape sequences [cli.approvals]', async () => {
    const { url } = await fakeServer({ [`GET ${PATH}`]: () => ({ body: approval }) })
    const { stdout } = await runInsa(['approvals', 'show', ID, '--url', url])
    expect(stdout).toMatch(/discount +5 {2}-> {2}12/)
    expect(stdout).toMatch(/text +Dear Ana,\n +\ufffd\[31mhello/)
    expect(stdout).not.toContain('\u001b')
    expect(stdout).toMatch(/Not you +You began this run yourself/)
    expect(stdout).toMatch(/Until +2026-01-05 03:00:00 UTC/)
  })

  it('approves, as it is or with other arguments [cli.approvals]', async () => {
    const approved = { ...approval, status: 'approved', decided_by: 'user:bo@example.com' }
    const { url, seen } = await fakeServer({ [`POST ${PATH}/approve`]: () => ({ body: approved }) })
    const { code, stdout } = await runInsa(['approvals', 'approve', ID, '--url', url])
    expect(code).toBe(0)
    expect(stdout).toMatch(/Decided by +user:bo@example.com/)
    const other = ['--reason', 'Less.', '--arguments', '{"discount":8}']
    await runInsa(['approvals', 'approve', ID, ...other, '--url', url])
    expect(seen.map((s) => JSON.parse(s.body))).toEqual([
      {},
      { reason: 'Less.', arguments: { discount: 8 } },
    ])
    const wrong = await runInsa(['approvals', 'approve', ID, '--arguments', '[8]', '--url', url])
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('JSON object') })
  })

  it('rejects with words, and says so when it was too late [cli.approvals]', async () => {
    let late = false
    const { url, seen } = await fakeServer({
      [`POST ${PATH}/reject`]: () =>
        late
          ? problem(409, 'approval.decided', 'This is not open any more (approved).')
          : { body: { ...approval, status: 'rejected', reason: 'No.' } },
    })
    const args = ['approvals', 'reject', ID, '--reason', 'No.', '--url', url]
    expect((await runInsa(args)).stdout).toBe('Rejected. The agent is told why.\n')
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ reason: 'No.' })
    late = true
    const second = await runInsa(args)
    expect(second).toMatchObject({ code: 6, stderr: expect.stringContaining('not open any more') })
    expect((await runInsa(['approvals', 'reject', ID, '--url', url])).code).toBe(2)
  })

  it('lists calls of unknown fate, and settles one as it happened, failed or did not [cli.approvals]', async () => {
    let answer = unknownCall
    const path = `/api/v1/tool-calls/${ID}/settle`
    const { url, seen } = await fakeServer({
      'GET /api/v1/tool-calls': () => page(unknownCall),
      [`POST ${path}`]: () => ({ body: answer }),
    })
    const listed = await runInsa(['approvals', 'unknown', '--url', url])
    expect(listed.stdout).toMatch(/unknown +mcp__mail__send +quote_generation +2h/)
    expect(seen[0]?.query.get('status')).toBe('unknown')
    const settle = (...args: string[]) =>
      runInsa(['approvals', 'settle', ID, '--reason', 'Seen.', ...args, '--url', url])
    answer = { ...unknownCall, status: 'undone', execution_status: 'queued' }
    const undone = await settle('--as', 'did-not-happen')
    expect(undone.stdout).toContain('Its run goes on and does it, once.')
    answer = { ...unknownCall, status: 'succeeded', execution_status: 'queued' }
    await settle('--as', 'happened', '--output', '{"id":7}')
    await settle('--as', 'failed')
    expect(seen.slice(1).map((s) => JSON.parse(s.body))).toEqual([
      { verdict: 'did_not_happen', reason: 'Seen.' },
      { verdict: 'happened', outcome: 'succeeded', reason: 'Seen.', output: { id: 7 } },
      { verdict: 'happened', outcome: 'failed', reason: 'Seen.' },
    ])
    expect((await settle('--as', 'perhaps')).code).toBe(2)
  })
})
