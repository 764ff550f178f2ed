/** What needs a person waits for one, happens once, and as it was approved; with a real MCP server that keeps a book. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ApprovalSite, approvalSite } from '../../testing/approval-site.ts'
import { ownerQuery } from '../../testing/test-database.ts'
import { runTools } from '../../testing/tool-agent.ts'

let site: ApprovalSite
beforeAll(async () => {
  site = await approvalSite({}, { database: 'postgres' })
})
afterAll(() => site.close())

const SEND = 'mcp__double__send_note'
const manager = () => site.app.acme.as('manager').approvals
let before = 0
beforeEach(() => {
  before = site.double.effects().length
})
const effects = () => site.double.effects().slice(before)

let serial = 0
/** A note that no other test sends. */
const note = () => {
  serial += 1
  return { to: 'ana@example.com', text: `note ${serial}` }
}
const send = (args: Record<string, unknown>, by: 'code' | 'model' = 'code') =>
  runTools(site.app, [{ by, tool: SEND, args }])

describe('a call that leaves the house', () => {
  it('waits as a row, keeps its place in the journal, and nothing happens [approvals.wait]', async () => {
    const args = note()
    const id = await runTools(site.app, [
      { by: 'code', tool: 'mcp__double__add_note', args: { text: 'first' } },
      { by: 'code', tool: SEND, args },
    ])
    const question = await site.questionOf(id)
    expect(question).toMatchObject({
      status: 'pending',
      outcome: 'none',
      tool: SEND,
      effect: 'egress',
      caller: 'code',
      arguments: args,
      approver: 'manager',
      changes: [
        { field: 'to', old: null, new: args.to },
        { field: 'text', old: null, new: args.text },
      ],
      reasons: expect.arrayContaining([{ code: 'effect', text: 'Something leaves the house.' }]),
      may_decide: true,
      effect_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const waiting = await site.execution(id)
    expect(waiting.steps.map((s) => [s.seq, s.status])).toEqual([
      [1, 'succeeded'],
      [2, 'waiting_approval'],
    ])
    const [row] = await ownerQuery(
      site.app.database,
      sql<object>`select claimed_by, lease_until, attempts from agent_executions where id = ${id}`,
    )
    expect(row).toEqual({ claimed_by: null, lease_until: null, attempts: 0 })
    expect(effects().map((e) => e.tool)).toEqual(['add_note'])
    await manager().approve(question.id)
    await site.reaches(id, 'succeeded')
    expect(effects()).toEqual([
      { tool: 'add_note', args: { text: 'first' } },
      { tool: 'send_note', args },
    ])
  })

  it('happens once when it is approved, and the run hears what came of it [approvals.once]', async () => {
    const args = note()
    const id = await send(args)
    const { id: question } = await site.questionOf(id)
    expect(await manager().approve(question, { reason: 'Fine.' })).toMatchObject({
      status: 'approved',
      decided_by: 'key:manager key',
      reason: 'Fine.',
    })
    const ended = await site.reaches(id, 'succeeded')
    expect(ended.output_data).toEqual({ said: ['done'] })
    expect(ended.steps.map((s) => [s.seq, s.status])).toEqual([[1, 'succeeded']])
    expect(effects()).toEqual([{ tool: 'send_note', args }])
    expect(await manager().get(question)).toMatchObject({ outcome: 'succeeded' })
  })

  it('happens as the person changed it [approvals.edit]', async () => {
    const args = note()
    const id = await send(args)
    const { id: question, effect_hash } = await site.questionOf(id)
    const changed = { ...args, text: 'politer' }
    const approved = await manager().approve(question, { arguments: changed })
    expect(approved).toMatchObject({
      arguments: changed,
      requested_arguments: args,
      changes: expect.arrayContaining([{ field: 'text', old: null, new: 'politer' }]),
    })
    expect(approved.effect_hash).not.toBe(effect_hash)
    await site.reaches(id, 'succeeded')
    expect(effects()).toEqual([{ tool: 'send_note', args: changed }])
  })

  it('is not changed into what the agent might not have asked for', async () => {
    const id = await send(note())
    const { id: question } = await site.questionOf(id)
    for (const wrong of [{}, { to: 'x', text: 7 }, { to: 'x', text: 'y', bcc: 'mallory' }]) {
      await expect(manager().approve(question, { arguments: wrong })).rejects.toMatchObject({
        problem: { status: 422, errors: [{ path: 'arguments' }] },
      })
    }
    await manager().reject(question, 'Enough.')
    await site.reaches(id, 'succeeded')
    expect(effects()).toEqual([])
  })

  it('is not asked for again and again: three refusals are an answer [approvals.no-fatigue]', async () => {
    const calls = ['one', 'two', 'three', 'four'].map((text) => ({
      by: 'model' as const,
      tool: 'mcp__double__send_note',
      args: { to: 'ana', text },
    }))
    const id = await runTools(site.app, calls)
    for (const _ of ['one', 'two', 'three'])
      await manager().reject((await site.questionOf(id)).id, 'No.')
    const { output_data } = await site.reaches(id, 'succeeded')
    expect(JSON.stringify(output_data)).toContain('People have turned down 3 calls of this run.')
  })

  it.each(['code', 'model'] as const)(
    'that is rejected does not happen, and its agent hears why, as %s [approvals.reject]',
    async (by) => {
      const id = await send(note(), by)
      const { id: question } = await site.questionOf(id)
      await manager().reject(question, 'Not on a Sunday.')
      const { output_data } = await site.reaches(id, 'succeeded')
      expect(JSON.stringify(output_data)).toMatch(
        /error: .*A person rejected this: Not on a Sunday\./,
      )
      expect(effects()).toEqual([])
    },
  )

  it('is decided once, however many decide at once [approvals.race]', async () => {
    const args = note()
    const id = await send(args)
    const { id: question } = await site.questionOf(id)
    const boss = site.app.acme.as('administrator').approvals
    const decisions = await Promise.allSettled([
      manager().approve(question),
      boss.approve(question),
      manager().approve(question, { arguments: { ...args, text: 'other' } }),
      boss.reject(question, 'No.'),
    ])
    expect(decisions.filter((d) => d.status === 'fulfilled')).toHaveLength(1)
    for (const lost of decisions.filter((d) => d.status === 'rejected')) {
      expect(lost.reason).toMatchObject({ status: 409, code: 'approval.decided' })
    }
    await site.reaches(id, 'succeeded')
    expect(effects().length).toBeLessThanOrEqual(1)
  })

  it('is withdrawn with its run, and cannot be approved any more', async () => {
    const id = await send(note())
    const { id: question } = await site.questionOf(id)
    await site.app.acme.as('manager').executions.cancel(id)
    expect((await manager().get(question)).status).toBe('withdrawn')
    await expect(manager().approve(question)).rejects.toMatchObject({ status: 409 })
    expect((await site.execution(id)).status).toBe('cancelled')
    expect(effects()).toEqual([])
  })

  it('is told by mail to who may decide, in fixed words without the agent’s [approvals.mail]', async () => {
    const args = note()
    const id = await send(args)
    const { id: question } = await site.questionOf(id)
    const { data } = await site.app.acme.as('administrator').mail.list()
    const mails = data.filter((m) => m.execution_id === id)
    expect(mails).toMatchObject([
      { to: site.app.acme.administratorEmail, template: 'approval_requested', html: null },
    ])
    expect(mails[0]?.text).toContain(`/approvals/${question}`)
    expect(mails[0]?.text).not.toContain(args.text)
    await manager().reject(question, 'No.')
  })
})

describe('nobody approves their own', () => {
  const mine = async () => {
    const id = await runTools(site.app, [{ by: 'code', tool: SEND, args: note() }], {
      initiators: [site.app.acme.people.manager],
    })
    return { id, question: await site.questionOf(id) }
  }

  it('whatever key they use [approvals.not-own]', async () => {
    const { id, question } = await mine()
    expect(question).toMatchObject({ may_decide: false, may_not_because: /yourself/ })
    const other = await site.app.acme.as('administrator').apiKeys.create({ name: 'other' })
    await ownerQuery(
      site.app.database,
      sql`update api_keys set role = 'administrator', person_id = ${site.app.acme.people.manager} where id = ${other.id}`,
    )
    for (const key of [site.app.acme.keys.manager, other.key]) {
      for (const [verb, body] of [
        ['approve', {}],
        ['reject', { reason: 'No.' }],
      ] as const) {
        const path = `/api/v1/approvals/${question.id}/${verb}`
        const answer = await site.app.request(path, { method: 'POST', key, body })
        expect(answer).toMatchObject({ status: 403, body: { code: 'approval.own' } })
      }
    }
    await site.app.acme.as('administrator').approvals.reject(question.id, 'No.')
    await site.reaches(id, 'succeeded')
  })

  it('not by a key that a key of theirs has made', async () => {
    const { id, question } = await mine()
    const made = await site.app.acme.as('administrator').apiKeys.create({
      name: 'grandchild',
      role: 'manager',
    })
    const [row] = await ownerQuery(
      site.app.database,
      sql<{ person_id: string }>`select person_id from api_keys where id = ${made.id}`,
    )
    expect(row?.person_id).toBe(site.app.acme.people.administrator)
    await site.app.acme.as('administrator').approvals.reject(question.id, 'No.')
    await site.reaches(id, 'succeeded')
  })

  it('not by a key that belongs to nobody', async () => {
    const id = await send(note())
    const question = await site.questionOf(id)
    const key = await site.app.acme.as('administrator').apiKeys.create({
      name: 'orphan',
      role: 'manager',
    })
    await ownerQuery(
      site.app.database,
      sql`update api_keys set person_id = null where id = ${key.id}`,
    )
    const path = `/api/v1/approvals/${question.id}/approve`
    const answer = await site.app.request(path, { method: 'POST', key: key.key, body: {} })
    expect(answer).toMatchObject({ status: 403, body: { code: 'approval.no_person' } })
    await manager().reject(question.id, 'No.')
  })

  it('not in a replay either: who began the first run stays among those it runs for [approvals.not-own]', async () => {
    const { id, question } = await mine()
    await site.app.acme.as('administrator').approvals.reject(question.id, 'No.')
    await site.reaches(id, 'succeeded')
    const replay = await site.app.acme.as('administrator').executions.rerun(id)
    const again = await site.questionOf(replay.id)
    for (const role of ['manager', 'administrator'] as const) {
      await expect(site.app.acme.as(role).approvals.approve(again.id)).rejects.toMatchObject({
        code: 'approval.own',
      })
    }
    await site.app.acme.as('manager').executions.cancel(replay.id)
  })
})

describe('an approval that nobody gives', () => {
  it('is told to the administrators, then expires, and the run goes on without it [approvals.expire]', async () => {
    const id = await send(note(), 'model')
    const { id: question, expires_at, created_at } = await site.questionOf(id)
    expect(Date.parse(expires_at) - Date.parse(created_at)).toBe(72 * 3_600_000)
    const age = (hours: number) =>
      ownerQuery(
        site.app.database,
        sql`update approvals set escalate_at = escalate_at - make_interval(hours => ${hours}),
          expires_at = expires_at - make_interval(hours => ${hours}) where id = ${question}`,
      )
    const templates = async () =>
      (await site.app.acme.as('administrator').mail.list()).data
        .filter((m) => m.execution_id === id)
        .map((m) => m.template)
    await age(50)
    await expect.poll(templates, { timeout: 10_000 }).toContain('approval_escalated')
    expect((await manager().get(question)).status).toBe('pending')
    await age(50)
    // Also before the sweep has come by.
    await expect(manager().approve(question)).rejects.toThrow(/\(expired\)/)
    const { output_data } = await site.reaches(id, 'succeeded')
    expect(JSON.stringify(output_data)).toMatch(/Nobody decided in time/)
    expect(await manager().get(question)).toMatchObject({
      status: 'expired',
      decided_by: 'system:approvals',
    })
    expect(await templates()).toEqual([
      'approval_expired',
      'approval_escalated',
      'approval_requested',
    ])
    await expect(manager().approve(question)).rejects.toMatchObject({ status: 409 })
    expect(effects()).toEqual([])
  }, 40_000)
})

describe('an approval is bound to its effect', () => {
  it('and void when one character of it changes [approvals.bound]', async () => {
    const args = note()
    const id = await send(args)
    const { id: question } = await site.questionOf(id)
    // Nobody works on it while it is tampered with.
    await site.app.acme.as('manager').agents.setAllEnabled(false)
    await manager().approve(question)
    await ownerQuery(
      site.app.database,
      sql`update approvals set arguments = jsonb_set(arguments, '{text}', to_jsonb(arguments->>'text' || '.')) where id = ${question}`,
    )
    await site.app.acme.as('manager').agents.setAllEnabled(true)
    await expect.poll(async () => (await manager().get(question)).status).toBe('void')
    const again = await site.questionOf(id)
    expect(again.id).not.toBe(question)
    expect(again.arguments).toEqual(args)
    expect(effects()).toEqual([])
    await manager().approve(again.id)
    await site.reaches(id, 'succeeded')
    expect(effects()).toEqual([{ tool: 'send_note', args }])
  })

  it('shows what is invisible, and turns no direction', async () => {
    const text = 'Pay \u202ereven\u202c \u200bnow\u0007'
    const id = await send({ to: 'ana@example.com', text })
    const question = await site.questionOf(id)
    const shown = question.changes.find((c) => c.field === 'text')?.new
    expect(shown).toBe('Pay \\u{202e}reven\\u{202c} \\u{200b}now\\u{7}')
    await manager().reject(question.id, 'No.')
  })
})
