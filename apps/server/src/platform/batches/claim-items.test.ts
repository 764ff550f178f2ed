/** When items of batches are claimed: what the batch's row says holds for all of them. */
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'
import { claimExecutions } from '../runtime/claims.store.ts'
import { insertExecution } from '../runtime/executions.store.ts'

const AGENT = 'lead_qualification'

describe.each(DATABASE_KINDS)('claims of items on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind, working: false })
  })
  afterAll(() => app.close())
  beforeEach(async () => {
    await ownerQuery(app.database, sql`delete from agent_executions`)
    // Nobody has been served yet: among such the greater priority comes first.
    await ownerQuery(app.database, sql`delete from queue_turns`)
  })

  interface Hours {
    status?: string
    opens?: string
    closes?: string | null
  }

  async function batchOf(organizationId: string, { status = 'running', opens, closes }: Hours) {
    const id = uuidv7()
    const at = (text: string) => sql<Date>`now() + ${text}::interval`
    await app.database.tenant(organizationId, (tx) =>
      tx.db
        .insertInto('execution_batches')
        .values({
          id,
          agent_type: AGENT,
          status,
          paused_for: status === 'paused' ? 'person' : null,
          engine: 'baseline',
          selection: '{}',
          estimate: '{}',
          total: 1,
          created_by: 'user:test',
          correlation_id: 'test',
          opens_at: at(opens ?? '0 s'),
          ...(closes
            ? {
                closes_at: at(closes),
                time_zone: 'UTC',
                from_time: '22:00',
                to_time: '06:00',
                days: [1],
              }
            : {}),
        })
        .execute(),
    )
    return id
  }
  const queue = (organizationId: string, batchId?: string, priority = -2) =>
    app.database.tenant(organizationId, async (tx) => {
      const row = await insertExecution(tx, {
        agentType: AGENT,
        input: {},
        engine: 'baseline',
        correlationId: 'test',
        triggeredBy: 'user:test',
        priority,
        ...(batchId ? { batchId } : {}),
      })
      return row.id
    })
  const claim = async (most = 10, types: string[] | null = null) =>
    (
      await app.database.sweeper((tx) =>
        claimExecutions(tx, { name: 'worker', leaseS: 30 }, most, types),
      )
    ).map((row) => row.id)

  it('take an open batch’s items, and none of one that is closed, paused or over [batches.window]', async () => {
    const open = await batchOf(app.acme.id, { opens: '-1 h', closes: '1 h' })
    const mine = await queue(app.acme.id, open)
    for (const closed of [
      { opens: '1 h', closes: '2 h' },
      { opens: '-2 h', closes: '-1 h' },
      { status: 'paused' },
      { status: 'cancelled' },
    ]) {
      await queue(app.acme.id, await batchOf(app.acme.id, closed))
    }
    expect(await claim()).toEqual([mine])
    expect(await claim()).toEqual([])
  })

  it('take items only where nothing else is due, of whichever organization [batches.behind]', async () => {
    const items = [
      await queue(app.acme.id, await batchOf(app.acme.id, {}), 100),
      await queue(app.globex.id, await batchOf(app.globex.id, {}), 100),
    ]
    const bulk = await queue(app.globex.id, undefined, -1)
    const asked = await queue(app.acme.id, undefined, 10)
    expect(await claim(1)).toEqual([asked])
    expect(await claim(2)).toEqual([bulk, items[0]])
    expect(await claim(2)).toEqual([items[1]])
  })

  it('leave an item that is tried again later until its time, and what this worker does not run', async () => {
    const batch = await batchOf(app.acme.id, {})
    const [later, now] = [await queue(app.acme.id, batch), await queue(app.acme.id, batch)]
    await ownerQuery(
      app.database,
      sql`update agent_executions set due_at = now() + interval '1 h' where id = ${later}`,
    )
    expect(await claim(10, ['lead_import'])).toEqual([])
    expect(await claim(10, [AGENT])).toEqual([now])
  })

  it('take nothing of an agent that is switched off', async () => {
    await queue(app.acme.id, await batchOf(app.acme.id, {}))
    await app.acme.as('manager').agents.setEnabled(AGENT, false)
    expect(await claim()).toEqual([])
    await app.acme.as('manager').agents.setEnabled(AGENT, true)
    expect(await claim()).toHaveLength(1)
  })

  it('never take an item twice, however many ask at once', async () => {
    const batch = await batchOf(app.acme.id, {})
    for (let i = 0; i < 20; i += 1) await queue(app.acme.id, batch)
    const claimed = (await Promise.all(Array.from({ length: 8 }, () => claim(5)))).flat()
    claimed.push(...(await claim(20)))
    expect(new Set(claimed).size).toBe(claimed.length)
    expect(claimed).toHaveLength(20)
  })
})
