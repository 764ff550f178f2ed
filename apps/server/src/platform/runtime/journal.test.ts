/**
 * A process that dies after any transaction: the next one goes on from there, and every effect is there once. The
 * processes here are programs on one database, whose death is that nothing reaches it any more; real ones are killed in
 * tests/e2e/process.
 */
import { createClient } from '@insa/contracts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mortalDatabase } from '../../testing/mortal-database.ts'
import { EVERY_LEAD_IMMEDIATE, sampleLead } from '../../testing/sample-leads.ts'
import { startProgram, type TestApp, testApp } from '../../testing/test-app.ts'
import { ownerQuery } from '../../testing/test-database.ts'

/** Serves requests and works on nothing: the test's view of the data. */
let app: TestApp
beforeAll(async () => {
  app = await testApp({ working: false })
  await app.acme
    .as('manager')
    .settings.updateQualification({ ...EVERY_LEAD_IMMEDIATE, auto_qualify: false })
})
afterAll(() => app.close())

const sales = () => app.acme.as('sales')

/** Works until the process dies. @returns how many transactions it lived; less than `last` when it found its end before. */
async function workUntilDeath(executionId: string, last: number, midway = false): Promise<number> {
  const mortal = mortalDatabase(app.database, last, midway)
  const isOver = async () =>
    mortal.isDead() || (await sales().executions.get(executionId)).finished_at !== null
  // Dying while it starts is dying too.
  const worker = await startProgram(mortal.database).catch((error: unknown) => {
    if (mortal.isDead()) return null
    throw error
  })
  await expect.poll(isOver, { interval: 5, timeout: 20_000 }).toBe(true)
  await worker?.close().catch(() => undefined)
  return mortal.isDead() ? last : mortal.transactions()
}

/** The next start, which nothing kills. */
async function workToTheEnd(executionId: string) {
  const worker = await startProgram({ ...app.database, close: async () => undefined })
  // Its own events: on one embedded database only the process that writes them knows at once.
  const client = createClient({ baseUrl: worker.url, apiKey: app.acme.keys.sales })
  const ended = await client.executions.follow(executionId)
  await worker.close()
  return ended
}

async function count(query: ReturnType<typeof sql<{ n: number }>>): Promise<number> {
  return Number((await ownerQuery(app.database, query))[0]?.n)
}
const events = (executionId: string, type: string) =>
  count(sql`select count(*) as n from events
    where type = ${type} and (execution_id = ${executionId} or payload->>'mail_id' in
      (select id::text from outgoing_mails where execution_id = ${executionId}))`)

async function effectsOfQualification(executionId: string) {
  return {
    scores: await count(
      sql`select count(*) as n from lead_scores where execution_id = ${executionId}`,
    ),
    history: await count(
      sql`select count(*) as n from lead_score_history where execution_id = ${executionId}`,
    ),
    mails: await count(
      sql`select count(*) as n from outgoing_mails where execution_id = ${executionId}`,
    ),
    scored: await events(executionId, 'lead.scored'),
    mailed: await events(executionId, 'mail.queued'),
    steps: await events(executionId, 'execution.step'),
  }
}

describe('a qualification', () => {
  it('goes on after a death at any transaction, and happens once [executions.resume-after-any-step]', async () => {
    let lived = 0
    for (let last = 1; lived >= last - 1; last += 1) {
      const lead = await sales().leads.create(sampleLead({ lead_owner: 'owner@acme.example.com' }))
      const { id } = await sales().leads.qualify(lead.id)
      lived = await workUntilDeath(id, last, last % 3 === 0)
      const { status, steps, error } = await workToTheEnd(id)
      expect({ last, status, error }).toEqual({ last, status: 'succeeded', error: null })
      expect(steps.map((s) => s.status)).toEqual(steps.map(() => 'succeeded'))
      expect({ last, ...(await effectsOfQualification(id)) }).toEqual({
        last,
        scores: 1,
        history: 1,
        mails: 1,
        scored: 1,
        mailed: 1,
        steps: steps.length,
      })
      expect((await sales().leads.get(lead.id)).score?.execution_id).toBe(id)
    }
    // The loop ended because a worker outlived its work, not at the first try.
    expect(lived).toBeGreaterThan(15)
  }, 120_000)

  it('that was to be cancelled when its process died is cancelled at the next start', async () => {
    const lead = await sales().leads.create(sampleLead())
    const { id } = await sales().leads.qualify(lead.id)
    const isQueued = async () => (await sales().executions.get(id)).status === 'queued'
    for (let last = 8; await isQueued(); last += 1) await workUntilDeath(id, last)
    expect((await sales().executions.cancel(id)).status).toBe('running')
    const ended = await workToTheEnd(id)
    expect(ended).toMatchObject({ status: 'cancelled', error: { code: 'execution.cancelled' } })
  })

  it('that has killed its process five times is failed, and told so to who follows it', async () => {
    const lead = await sales().leads.create(sampleLead())
    const { id } = await sales().leads.qualify(lead.id)
    const deadly = sql`update agent_executions set status = 'running', attempts = 5, claimed_by = 'dead',
      lease_until = now() - interval '1 minute' where id = ${id}`
    await ownerQuery(app.database, deadly)
    const ended = await workToTheEnd(id)
    expect(ended).toMatchObject({ status: 'failed', error: { code: 'execution.poisoned' } })
    expect(await events(id, 'execution.updated')).toBe(2)
  })
})

describe('an import', () => {
  it('goes on after a death at every other transaction, and brings every row in once or none [leads.import.all-or-nothing] [leads.import.once]', async () => {
    let lived = 0
    for (let last = 1; lived >= last - 2; last += 2) {
      const source = `import ${last}`
      const imported = () => count(sql`select count(*) as n from leads where source = ${source}`)
      const rows = Array.from({ length: 600 }, (_, i) => ({ lead_name: `Row ${i}`, source }))
      const { id } = await sales().leads.importJson(rows)
      lived = await workUntilDeath(id, last, last % 4 === 1)
      expect([0, 600]).toContain(await imported())
      const ended = await workToTheEnd(id)
      expect({ last, status: ended.status }).toEqual({ last, status: 'succeeded' })
      expect({ last, imported: await imported() }).toEqual({ last, imported: 600 })
      expect(await events(id, 'leads.imported')).toBe(1)
      expect(await count(sql`select count(*) as n from lead_import_rows`)).toBe(0)
    }
    expect(lived).toBeGreaterThan(6)
  }, 120_000)
})
