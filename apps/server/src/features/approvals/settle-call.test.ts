/** A call whose fate nobody knows: a person looks, says what happened, and the run goes on; the effect happens once, or not. */
import type { ToolCallRecord } from '@insa/contracts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../platform/database/database.ts'
import { type ApprovalSite, approvalSite } from '../../testing/approval-site.ts'
import { diesOnce, diesWhen } from '../../testing/mortal-database.ts'
import { startProgram } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'
import { runTools } from '../../testing/tool-agent.ts'

const SEND = 'mcp__double__send_note'
const REASON = 'I have looked into the outbox.'
const PATIENCE = { timeout: 30_000, interval: 20 }

describe.each(DATABASE_KINDS)('a call of unknown fate, on %s', (kind) => {
  /** Serves requests and works on nothing: workers come, die and go on the same database. */
  let site: ApprovalSite
  beforeAll(async () => {
    site = await approvalSite({ givesUp: true }, { database: kind, working: false })
  })
  afterAll(() => site.close())

  const manager = () => site.app.acme.as('manager')
  const lasting = () => ({ ...site.app.database, close: async () => undefined })
  const work = (database: Database = lasting()) => startProgram(database, site.options)
  const owner = <T>(query: ReturnType<typeof sql<T>>) => ownerQuery(site.app.database, query)
  const sent = (text: string) =>
    site.double.effects().filter((e) => (e.args as { text: string }).text === text)
  const callOf = async (text: string) =>
    (
      await owner(sql<{ id: string; status: string }>`
      select id, status from tool_calls where arguments->>'text' = ${text}`)
    )[0]

  /** As it died, before the effect or after it. The rest of the work is left to a second worker. */
  const deaths = {
    before: (text: string) =>
      diesWhen(lasting(), async () => (await callOf(text))?.status === 'running'),
    after: (text: string) => diesOnce(lasting(), () => sent(text).length > 0),
  }

  interface Unknown {
    executionId: string
    approvalId: string
    call: ToolCallRecord
  }

  async function dies(text: string, when: keyof typeof deaths): Promise<void> {
    const doomed = await work(deaths[when](text)).catch(() => null)
    await expect
      .poll(
        async () => (when === 'after' ? sent(text).length > 0 : (await callOf(text))?.status),
        PATIENCE,
      )
      .toBe(when === 'after' ? true : 'running')
    await doomed?.close().catch(() => undefined)
    // A server of its own would be waited for until its lease has run out.
    await owner(sql`update agent_executions set lease_until = now() where status = 'running'`)
  }

  /** An approved call whose worker died, before the effect or after it, and that a second worker gave up. */
  async function unknown(
    text: string,
    when: keyof typeof deaths,
    by: 'code' | 'model' = 'code',
  ): Promise<Unknown> {
    let worker = await work()
    const args = { to: 'ana', text }
    const executionId = await runTools(site.app, [{ by, tool: SEND, args }], {
      initiators: [site.app.acme.people.administrator],
    })
    const { id: approvalId } = await site.questionOf(executionId)
    await worker.close()
    await manager().approvals.approve(approvalId)
    await dies(text, when)
    worker = await work()
    await site.reaches(executionId, by === 'code' ? 'failed' : 'succeeded')
    await worker.close()
    const { data } = await manager().toolCalls.list({
      status: 'unknown',
      execution_id: executionId,
    })
    expect(data).toHaveLength(1)
    return { executionId, approvalId, call: data[0] as ToolCallRecord }
  }

  async function goOn(executionId: string, status: 'succeeded' | 'failed'): Promise<unknown> {
    const worker = await work()
    const { output_data, error } = await site.reaches(executionId, status)
    await worker.close()
    return output_data ? (output_data as { said: unknown[] }).said : error
  }
  const happened = { verdict: 'happened', output: 'sent at noon', reason: REASON } as const
  const didNot = { verdict: 'did_not_happen', reason: REASON } as const
  const settle = (id: string, input: typeof happened | typeof didNot = happened) =>
    manager().toolCalls.settle(id, input)

  it('that a person says happened is not done again, and its run goes on with what they say [approvals.settle]', async () => {
    const { executionId, approvalId, call } = await unknown('it happened', 'after')
    expect(call).toMatchObject({
      tool: SEND,
      approval_id: approvalId,
      execution_status: 'failed',
      arguments: { text: 'it happened' },
      message: expect.stringContaining('may have happened or not'),
      settlement: null,
      may_settle: true,
    })
    expect((await manager().approvals.get(approvalId)).call_id).toBe(call.id)
    expect(await settle(call.id)).toMatchObject({
      status: 'succeeded',
      execution_status: 'queued',
      settlement: { verdict: 'happened', by: 'key:manager key', reason: REASON },
      may_settle: false,
    })
    expect(await goOn(executionId, 'succeeded')).toEqual(['sent at noon'])
    expect(sent('it happened')).toHaveLength(1)
    expect((await manager().approvals.get(approvalId)).outcome).toBe('succeeded')
    const audit = await site.app.acme.as('administrator').audit.list({ execution_id: executionId })
    expect(audit.data.filter((e) => e.action === 'tool.settled')).toMatchObject([
      { actor: 'key:manager key', tool: SEND, details: { verdict: 'happened', reason: REASON } },
    ])
    await expect(settle(call.id, didNot)).rejects.toMatchObject({
      problem: { status: 409, code: 'tool_call.settled' },
    })
  }, 120_000)

  it('that a person says failed is heard as the tool’s complaint, in the person’s words [approvals.settle]', async () => {
    const { executionId, call } = await unknown('it bounced', 'after')
    const input = { verdict: 'happened', outcome: 'failed', reason: 'It bounced.' } as const
    await manager().toolCalls.settle(call.id, input)
    expect(await goOn(executionId, 'failed')).toEqual({
      code: 'tool.failed',
      message: 'A person has looked. It bounced.',
    })
    expect(sent('it bounced')).toHaveLength(1)
  }, 120_000)

  it('that did not happen is done then, once, as it was approved, and asks nobody anew [approvals.settle] [approvals.once]', async () => {
    const { executionId, approvalId, call } = await unknown('it did not', 'before')
    expect(sent('it did not')).toEqual([])
    expect(await settle(call.id, didNot)).toMatchObject({ status: 'undone' })
    expect((await manager().approvals.get(approvalId)).outcome).toBe('none')
    expect(await goOn(executionId, 'succeeded')).toEqual(['done'])
    expect(sent('it did not')).toHaveLength(1)
    expect(await manager().toolCalls.get(call.id)).toMatchObject({
      status: 'succeeded',
      settlement: { verdict: 'did_not_happen' },
    })
    const asked = await manager().approvals.list({ execution_id: executionId })
    expect(asked.data.map((a) => [a.id, a.outcome])).toEqual([[approvalId, 'succeeded']])
  }, 120_000)

  it('is settled by one of several who say different things at once, and its effect is not doubled [approvals.settle]', async () => {
    const { executionId, call } = await unknown('at once', 'after')
    const answers = await Promise.allSettled(
      [happened, didNot, happened, didNot].map((input) => settle(call.id, input)),
    )
    const won = answers.findIndex((a) => a.status === 'fulfilled')
    expect(answers.filter((a) => a.status === 'fulfilled')).toHaveLength(1)
    await goOn(executionId, 'succeeded')
    // It had happened: who says it did not has it done again, and nobody else does.
    expect(sent('at once')).toHaveLength(won % 2 === 0 ? 1 : 2)
  }, 120_000)

  it('whose worker dies once more is unknown once more, and not repeated by itself', async () => {
    const { executionId, call } = await unknown('twice', 'before')
    await settle(call.id, didNot)
    await dies('twice', 'before')
    await goOn(executionId, 'failed')
    const again = await manager().toolCalls.get(call.id)
    expect(again).toMatchObject({ status: 'unknown', settlement: { verdict: 'did_not_happen' } })
    expect(sent('twice')).toEqual([])
    await settle(call.id, didNot)
    expect(await goOn(executionId, 'succeeded')).toEqual(['done'])
    expect(sent('twice')).toHaveLength(1)
  }, 120_000)

  it('of a run that has ended without it is settled for the record, and nothing is done any more', async () => {
    const { executionId, call } = await unknown('a model went on', 'before', 'model')
    const before = await site.execution(executionId)
    expect(await settle(call.id, didNot)).toMatchObject({
      status: 'failed',
      message: `It did not happen. A person has looked. ${REASON}`,
      execution_status: 'succeeded',
    })
    const worker = await work()
    await worker.close()
    expect(await site.execution(executionId)).toEqual(before)
    expect(sent('a model went on')).toEqual([])
  }, 120_000)

  it('is not settled by who began the run, nor without the right, nor while its run is at work, nor with what its tool never answers', async () => {
    const { executionId, call } = await unknown('not you', 'after')
    const by = (role: 'administrator' | 'sales') =>
      site.app.acme.as(role).toolCalls.settle(call.id, didNot)
    await expect(by('administrator')).rejects.toMatchObject({ problem: { code: 'approval.own' } })
    await expect(by('sales')).rejects.toMatchObject({ problem: { status: 403 } })
    const elsewhere = site.app.globex.as('manager').toolCalls
    await expect(elsewhere.settle(call.id, didNot)).rejects.toMatchObject({
      problem: { status: 404 },
    })
    const shown = await site.app.acme.as('administrator').toolCalls.get(call.id)
    expect(shown).toMatchObject({
      may_settle: false,
      may_not_because: expect.stringMatching(/You/),
    })
    const status = (now: string) =>
      owner(sql`update agent_executions set status = ${now} where id = ${executionId}`)
    await status('running')
    await expect(settle(call.id)).rejects.toMatchObject({
      problem: { status: 409, code: 'tool_call.run_busy' },
    })
    await status('failed')
    const named = (tool: string) =>
      owner(sql`update tool_calls set tool = ${tool} where id = ${call.id}`)
    await named('mcp__erpnext__get_lead')
    await expect(settle(call.id)).rejects.toMatchObject({
      problem: { status: 422, errors: [{ path: 'output' }] },
    })
    await named(SEND)
    expect(await settle(call.id)).toMatchObject({ status: 'succeeded' })
  }, 120_000)
})
