/** A person decides while the exchange works on the same lead. On PostgreSQL, where both really go at it at once. */
import { DEFAULT_ERPNEXT_SYNC } from '@insa/contracts'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TenantTx } from '../../platform/database/database.ts'
import { type ErpnextSite, erpnextSite } from '../../testing/erpnext-site.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import { ownerQuery } from '../../testing/test-database.ts'
import { closeConflicts } from './conflicts.store.ts'

let site: ErpnextSite
beforeEach(async () => {
  site = await erpnextSite({ app: { database: 'postgres' } })
  await site.exchange()
})
afterEach(() => site.close())

const manager = () => site.app.acme.as('manager')
const read = (id: string) => site.app.acme.as('viewer').leads.get(id)
const open = async () => (await manager().erpnext.conflicts({ status: 'open' })).data

async function asked() {
  await manager().erpnext.updateSettings({
    ...DEFAULT_ERPNEXT_SYNC,
    winners: { ...DEFAULT_ERPNEXT_SYNC.winners, city: 'ask' },
  })
  const { id } = await site.app.acme.as('sales').leads.create(sampleLead({ city: 'Cali' }))
  await site.exchange()
  const { etag, erpnext_name } = await read(id)
  await site.app.acme.as('sales').leads.update(id, etag, { city: 'Ours' })
  site.inErpnext.change(String(erpnext_name), { city: 'Theirs' })
  await site.exchange()
  const [row] = await open()
  return { id, name: String(erpnext_name), conflict: String(row?.id) }
}

/** As the exchange does it. @param work before the lead is let go. */
const holding = (id: string, work: (tx: TenantTx) => Promise<void>) =>
  site.app.database.tenant(site.app.acme.id, async (tx) => {
    await tx.db.selectFrom('leads').select('id').where('id', '=', id).forUpdate().execute()
    await work(tx)
  })

/** Until so many wait for a lock of another. */
const blocked = (count: number) =>
  expect
    .poll(
      async () => {
        const rows = await ownerQuery(
          site.app.database,
          sql`select pid from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`,
        )
        return rows.length
      },
      { timeout: 20_000, interval: 20 },
    )
    .toBe(count)

describe('a conflict that is decided while its lead is at work [erpnext.sync.conflicts]', () => {
  it('waits for the lead first, as the exchange does, so that neither stops the other', async () => {
    const { id, conflict } = await asked()
    let decided: Promise<unknown> = Promise.resolve()
    await holding(id, async (tx) => {
      decided = manager()
        .erpnext.resolve(conflict, { take: 'ours' })
        .catch((error: unknown) => error)
      await blocked(1)
      await closeConflicts(tx, id, 'field', ['city'], site.now())
    })
    expect(await decided).toMatchObject({ status: 409, code: 'conflict.resolved' })
  })

  it('stays decided, though a change of theirs was being taken at the time', async () => {
    const { id, name, conflict } = await asked()
    site.inErpnext.change(name, { job_title: 'Director' })
    site.pass(31_000)
    const both: Promise<unknown>[] = []
    await holding(id, async () => {
      both.push(manager().erpnext.resolve(conflict, { take: 'ours' }))
      await blocked(1)
      both.push(site.exchange())
      await blocked(2)
    })
    await Promise.all(both)
    await site.exchange()
    expect(await open()).toEqual([])
    expect(await read(id)).toMatchObject({ city: 'Ours', job_title: 'Director' })
    expect(site.inErpnext.lead(name)).toMatchObject({ city: 'Ours', job_title: 'Director' })
  })
})
