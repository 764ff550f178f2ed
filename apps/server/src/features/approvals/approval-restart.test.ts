/** What waits for a person survives the end of the program, and what was approved happens once, whenever the process dies. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../platform/database/database.ts'
import { type ApprovalSite, approvalSite } from '../../testing/approval-site.ts'
import { diesOnce, diesWhen } from '../../testing/mortal-database.ts'
import { startProgram } from '../../testing/test-app.ts'
import { ownerQuery } from '../../testing/test-database.ts'
import { runTools } from '../../testing/tool-agent.ts'

/** Serves requests and works on nothing: people decide here, while workers come and go on the same database. */
let site: ApprovalSite
beforeAll(async () => {
  site = await approvalSite({}, { working: false })
})
afterAll(() => site.close())

const SEND = 'mcp__double__send_note'
const manager = () => site.app.acme.as('manager').approvals
const lasting = () => ({ ...site.app.database, close: async () => undefined })
const work = (database: Database = lasting()) => startProgram(database, site.options)
const sent = (text: string) =>
  site.double.effects().filter((e) => (e.args as { text: string }).text === text)

/** @returns the question that a worker has left when it went. */
async function ask(text: string, by: 'code' | 'model') {
  const worker = await work()
  const id = await runTools(site.app, [{ by, tool: SEND, args: { to: 'ana', text } }])
  const question = await site.questionOf(id)
  await worker.close()
  return { id, question: question.id }
}

describe('an approval', () => {
  it.each(['code', 'model'] as const)(
    'asked for by %s waits over an end of the whole program, given before the next start or after it [approvals.restart]',
    async (by) => {
      const before = await ask(`before ${by}`, by)
      await manager().approve(before.question)
      const after = await ask(`after ${by}`, by)
      const worker = await work()
      await manager().approve(after.question)
      await site.reaches(before.id, 'succeeded')
      await site.reaches(after.id, 'succeeded')
      await worker.close()
      expect(sent(`before ${by}`)).toHaveLength(1)
      expect(sent(`after ${by}`)).toHaveLength(1)
    },
    60_000,
  )
})

/** Moments at which the process dies, and what then is known of the effect. */
const DEATHS = {
  'before it is begun': {
    dies: (text: string, database: Database) => diesWhen(database, () => isRunning(text)),
    isOver: isRunning,
    outcome: 'succeeded',
    sent: 1,
  },
  'when it is written down that it begins': {
    dies: (text: string, database: Database) =>
      diesWhen(database, async () => (await callOf(text)) === 'running'),
    isOver: async (text: string) => (await callOf(text)) === 'running',
    outcome: 'unknown',
    sent: 0,
  },
  'when it has happened, and nobody has written it down': {
    dies: (text: string, database: Database) => diesOnce(database, () => sent(text).length > 0),
    isOver: async (text: string) => sent(text).length > 0,
    outcome: 'unknown',
    sent: 1,
  },
  'when its end is written down, and its step is not': {
    dies: (text: string, database: Database) =>
      diesWhen(database, async () => (await callOf(text)) === 'succeeded'),
    isOver: async (text: string) => (await callOf(text)) === 'succeeded',
    outcome: 'succeeded',
    sent: 1,
  },
}

async function callOf(text: string): Promise<string | undefined> {
  const rows = await ownerQuery(
    site.app.database,
    sql<{ status: string }>`select status from tool_calls where arguments->>'text' = ${text}`,
  )
  return rows[0]?.status
}
async function isRunning(text: string): Promise<boolean> {
  const rows = await ownerQuery(
    site.app.database,
    sql`select from agent_executions where status = 'running' and input_data::text like ${`%${text}%`}`,
  )
  return rows.length > 0
}

describe.each(Object.entries(DEATHS))('an approved effect whose process dies %s', (when, death) => {
  it.each(['code', 'model'] as const)(
    'is done once or is marked unknown, as %s [approvals.once] [approvals.unknown]',
    async (by) => {
      const text = `${by}, ${when}`
      const { id, question } = await ask(text, by)
      await manager().approve(question)
      const doomed = await work(death.dies(text, lasting())).catch(() => null)
      await expect.poll(() => death.isOver(text), { timeout: 20_000, interval: 10 }).toBe(true)
      await doomed?.close().catch(() => undefined)
      const worker = await work()
      const ended = await site.reaches(id, 'succeeded')
      await worker.close()
      const { outcome } = await manager().get(question)
      expect({ outcome, sent: sent(text).length }).toEqual({
        outcome: death.outcome,
        sent: death.sent,
      })
      const said = JSON.stringify(ended.output_data)
      expect(/may have happened or not/.test(said)).toBe(death.outcome === 'unknown')
      const { data } = await site.app.acme.as('administrator').mail.list()
      const told = data.filter((m) => m.execution_id === id).map((m) => m.template)
      expect(told.includes('tool_outcome_unknown')).toBe(death.outcome === 'unknown')
    },
    60_000,
  )
})

it('what nobody knows the fate of is found by those who look after it [approvals.unknown]', async () => {
  const { data } = await manager().list({ outcome: 'unknown' })
  expect(data.length).toBeGreaterThan(2)
  expect(new Set(data.map((a) => a.status))).toEqual(new Set(['approved']))
})
