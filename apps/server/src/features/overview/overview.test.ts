/** The overview's figures are kept while leads are written; here they are compared with a count of the leads themselves. */
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'
import { readOverview } from './overview.store.ts'

interface Group {
  day: string
  priority: string
  action: string
  leads: number
}

describe.each(DATABASE_KINDS)('the overview on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind })
    await app.acme.as('manager').settings.updateQualification({
      ...(await app.acme.as('manager').settings.qualification()),
      auto_qualify: false,
    })
  })
  afterAll(() => app.close())

  const sales = () => app.acme.as('sales')
  const overview = (days = 30) => app.acme.as('viewer').overview({ days })
  /** What is written past the program is told to no cache. */
  const uncached = () => app.database.tenant(app.acme.id, (tx) => readOverview(tx, 30))
  const groups = (query: ReturnType<typeof sql<Group>>) => ownerQuery(app.database, query)
  const counted = () =>
    groups(sql<Group>`select day::text, priority, action, sum(leads)::int as leads from lead_counts
      where organization_id = ${app.acme.id} group by 1, 2, 3 having sum(leads) <> 0 order by 1, 2, 3`)
  const there = () =>
    groups(sql<Group>`select (created_at at time zone 'utc')::date::text as day, coalesce(effective_priority, '') as priority,
      coalesce(effective_action, '') as action, count(*)::int as leads from leads
      where organization_id = ${app.acme.id} group by 1, 2, 3 order by 1, 2, 3`)

  it('counts no lead where there is none', async () => {
    const { leads_total, leads_unscored, new_leads_by_day } = await overview(7)
    expect({ leads_total, leads_unscored, days: new_leads_by_day.map((d) => d.count) }).toEqual({
      leads_total: 0,
      leads_unscored: 0,
      days: [0, 0, 0, 0, 0, 0, 0],
    })
  })

  it('follows leads that are created, imported, scored, overridden and removed', async () => {
    const [scored, overridden, removed] = await Promise.all(
      [1, 2, 3].map((n) => sales().leads.create(sampleLead({ lead_name: `Person ${n}` }))),
    )
    if (!scored || !overridden || !removed) throw new Error('Three leads were made.')
    await sales().executions.follow(
      (await sales().leads.importJson([{ lead_name: 'First row' }, { lead_name: 'Second row' }]))
        .id,
    )
    await app.globex.as('sales').leads.create(sampleLead())
    for (const { id } of [scored, overridden]) await sales().leads.qualify(id, { wait: 30 })
    await sales().leads.override(overridden.id, {
      priority: 'LOW',
      recommended_action: 'disqualify',
      reason: 'Met them.',
    })
    await app.acme.as('administrator').leads.remove(removed.id)
    const { priority, recommended_action } = await sales().leads.score(scored.id)
    const now = await overview()
    expect({ total: now.leads_total, unscored: now.leads_unscored }).toEqual({
      total: 4,
      unscored: 2,
    })
    expect(now.new_leads_by_day.at(-1)).toEqual({
      day: new Date().toISOString().slice(0, 10),
      count: 4,
    })
    expect(now.by_priority).toContainEqual({ priority, count: priority === 'LOW' ? 2 : 1 })
    expect(now.by_priority).toContainEqual({ priority: 'LOW', count: priority === 'LOW' ? 2 : 1 })
    expect(now.by_action).toContainEqual({ recommended_action, count: 1 })
    expect(now.by_action).toContainEqual({ recommended_action: 'disqualify', count: 1 })
    expect(now.answer_time_ms.by_day).toEqual([
      {
        day: new Date().toISOString().slice(0, 10),
        p50: now.answer_time_ms.p50,
        p95: now.answer_time_ms.p95,
      },
    ])
    expect(await counted()).toEqual(await there())
  })

  it('is right after many have written at once, and after a change that was taken back', async () => {
    const insert = (fail: boolean) =>
      app.database.tenant(app.acme.id, async ({ db }) => {
        const at = new Date(Date.now() - 86_400_000 * Math.floor(Math.random() * 3))
        const rows = ['IMMEDIATE', 'HIGH', null].map((effective_priority) => ({
          id: uuidv7(),
          lead_name: 'One of many',
          effective_priority,
          created_at: at,
        }))
        await db.insertInto('leads').values(rows).execute()
        await db
          .updateTable('leads')
          .set({ effective_priority: 'LOW', effective_action: 'nurture' })
          .where('id', '=', rows[2]?.id ?? '')
          .execute()
        if (fail) throw new Error('taken back')
      })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 24 }, (_, i) => insert(i % 4 === 3)),
    )
    expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(18)
    await app.database.tenant(app.acme.id, ({ db }) =>
      db.deleteFrom('leads').where('effective_priority', '=', 'HIGH').execute(),
    )
    expect(await counted()).toEqual(await there())
    expect((await uncached()).leads_total).toBe(4 + 18 * 2)
  })

  it('is right after one statement has changed thousands of leads, some there and back', async () => {
    const total = (await uncached()).leads_total
    const rows = Array.from({ length: 2_000 }, (_, i) => ({
      id: uuidv7(),
      lead_name: 'One of thousands',
      effective_priority: i % 2 === 0 ? 'HIGH' : 'MEDIUM',
    }))
    await app.database.tenant(app.acme.id, async ({ db }) => {
      await db.insertInto('leads').values(rows).execute()
      await db
        .updateTable('leads')
        .set({
          effective_priority: sql<string>`case effective_priority when 'HIGH' then 'MEDIUM' else 'HIGH' end`,
          effective_action: 'nurture',
        })
        .where('lead_name', '=', 'One of thousands')
        .execute()
    })
    expect(await counted()).toEqual(await there())
    await app.database.tenant(app.acme.id, ({ db }) =>
      db.deleteFrom('leads').where('lead_name', '=', 'One of thousands').execute(),
    )
    expect(await counted()).toEqual(await there())
    expect((await uncached()).leads_total).toBe(total)
  })

  it('cannot be written by a tenant, whose every lead is counted by the database itself', async () => {
    const write = app.database.tenant(app.acme.id, ({ db }) =>
      sql`update lead_counts set leads = 0`.execute(db),
    )
    await expect(write).rejects.toThrow('permission denied for table lead_counts')
  })

  // An embedded database has one session: there everybody waits for everybody.
  const waitsForNobody = async () => {
    const before = (await uncached()).leads_total
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    const insert = (then: Promise<void>) =>
      app.database.tenant(app.acme.id, async ({ db }) => {
        await db.insertInto('leads').values({ id: uuidv7(), lead_name: 'Late' }).execute()
        await then
      })
    const long = insert(ended)
    await insert(Promise.resolve())
    end()
    await long
    expect((await uncached()).leads_total).toBe(before + 2)
  }
  if (kind !== 'pglite') it('lets nobody wait for an import that is being written', waitsForNobody)
})
