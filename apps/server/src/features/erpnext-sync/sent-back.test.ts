/** What comes back from ERPNext after sending: what it works out or invents by itself, and what people did meanwhile. */
import { DEFAULT_ERPNEXT_SYNC } from '@insa/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ErpnextSite, erpnextSite } from '../../testing/erpnext-site.ts'
import { sampleLead } from '../../testing/sample-leads.ts'

let site: ErpnextSite
beforeEach(async () => {
  site = await erpnextSite()
  await site.exchange()
})
afterEach(() => site.close())

const manager = () => site.app.acme.as('manager')
const create = (fields = {}) => site.app.acme.as('sales').leads.create(sampleLead(fields))
const read = (id: string) => site.app.acme.as('viewer').leads.get(id)
const change = async (id: string, fields: Record<string, unknown>) =>
  site.app.acme.as('sales').leads.update(id, (await read(id)).etag, fields)
const nameOf = async (id: string) => String((await read(id)).erpnext_name)
const written = () =>
  site.double.requests.filter((r) => r.method === 'PUT').map((r) => JSON.parse(r.body))
const open = async () => (await manager().erpnext.conflicts({ status: 'open' })).data

describe('a lead that was sent', () => {
  it('keeps its message as it was written, for evidence points into it', async () => {
    const message = '\n  Hola,\r\nwe need <two> PLCs & a SCADA.\n'
    const { id } = await create({ message })
    await site.exchange()
    expect((await read(id)).message).toBe(message)
    await change(id, { city: 'Cali' })
    await site.exchange()
    expect((await read(id)).message).toBe(message)
    expect(written().some((w) => 'custom_insa_message' in w)).toBe(false)
  })

  it('does not get the site’s defaults for facts, and leaves them there', async () => {
    const { id } = await create()
    await site.exchange()
    const name = await nameOf(id)
    expect(site.inErpnext.lead(name).no_of_employees).toBe('1-10')
    expect((await read(id)).no_of_employees).toBeNull()
    await change(id, { city: 'Cali' })
    await site.exchange()
    expect((await read(id)).no_of_employees).toBeNull()
    expect(site.inErpnext.lead(name)).toMatchObject({ city: 'Cali', no_of_employees: '1-10' })
    site.inErpnext.change(name, { no_of_employees: '51-200' })
    site.pass(31_000)
    await site.exchange()
    expect((await read(id)).no_of_employees).toBe('51-200')
  })

  it('brings a change of theirs back as any other: written down, and judged anew', async () => {
    const { id } = await create()
    await site.exchange()
    const runs = async () =>
      (await site.app.acme.as('viewer').executions.list()).data.filter(
        (e) => e.triggered_by === 'system:erpnext',
      )
    expect(await runs()).toEqual([])
    await change(id, { city: 'Cali' })
    site.inErpnext.change(await nameOf(id), { no_of_employees: '51-200' })
    await site.exchange()
    expect(await read(id)).toMatchObject({ city: 'Cali', no_of_employees: '51-200' })
    await site.exchange()
    expect(await runs()).toMatchObject([{ lead_id: id, agent_type: 'lead_qualification' }])
  })

  it('has a Lead Score for every judgement, also for those made while ERPNext was away [erpnext.sync.away]', async () => {
    site.double.site.mode = 'maintenance'
    const { id } = await create()
    await site.app.program.startWorking()
    const score = async () => (await read(id)).score?.execution_id
    await expect.poll(score, { timeout: 60_000, interval: 50 }).toBeTruthy()
    const first = await score()
    await site.app.acme.as('sales').leads.qualify(id)
    await expect
      .poll(async () => [undefined, first].includes(await score()), {
        ...{ timeout: 60_000, interval: 50 },
      })
      .toBe(false)
    const second = await score()
    site.double.site.mode = 'open'
    site.pass(600_000)
    await expect
      .poll(async () => (await manager().erpnext.sync()).out.waiting, {
        ...{ timeout: 60_000, interval: 50 },
      })
      .toBe(0)
    const kept = site.inErpnext.rows('Lead Score').map((s) => s.execution_id)
    expect(kept).toEqual([first, second])
    expect(site.inErpnext.leads()).toHaveLength(1)
  })
})

describe('a conflict that a person decides [erpnext.sync.conflicts]', () => {
  const rules = (city: 'ask' | 'erpnext') =>
    manager().erpnext.updateSettings({
      ...DEFAULT_ERPNEXT_SYNC,
      winners: { ...DEFAULT_ERPNEXT_SYNC.winners, city },
    })
  const asked = async () => {
    await rules('ask')
    const { id } = await create({ city: 'Cali' })
    await site.exchange()
    await change(id, { city: 'Ours' })
    site.inErpnext.change(await nameOf(id), { city: 'Theirs' })
    await site.exchange()
    const [row] = await open()
    return { id, conflict: String(row?.id) }
  }

  it('is not decided by a value that a colleague has changed meanwhile', async () => {
    const { id, conflict } = await asked()
    site.double.site.mode = 'maintenance'
    await change(id, { city: 'Newer' })
    await expect(manager().erpnext.resolve(conflict, { take: 'ours' })).rejects.toMatchObject({
      ...{ status: 409, code: 'conflict.changed' },
    })
    expect((await read(id)).city).toBe('Newer')
    expect(await open()).toHaveLength(1)
  })

  it('stays decided, though the lead was being sent at the time', async () => {
    const { id, conflict } = await asked()
    await change(id, { phone: '+52 81 0000 0000' })
    let decided: Promise<unknown> | undefined
    site.double.faults.of = ({ method }) => {
      if (method === 'PUT') decided ??= manager().erpnext.resolve(conflict, { take: 'ours' })
      return undefined
    }
    site.double.faults.plan = { ...site.double.faults.plan, slow: 500 }
    await site.exchange()
    await decided
    site.double.faults.plan = { ...site.double.faults.plan, slow: 0 }
    await site.exchange()
    expect(await open()).toEqual([])
    expect(site.inErpnext.lead(await nameOf(id)).city).toBe('Ours')
  })

  it('ends where a rule decides by now', async () => {
    const { id } = await asked()
    await rules('erpnext')
    await change(id, { city: 'Ours again' })
    site.inErpnext.change(await nameOf(id), { city: 'Theirs again' })
    await site.exchange()
    expect(await open()).toEqual([])
    expect((await read(id)).city).toBe('Theirs again')
  })
})

describe('a reading in that is stopped and begun anew while a page is read [erpnext.sync.backfill]', () => {
  it('reads all of it, as it was begun last', async () => {
    for (let i = 0; i < 3; i++) site.inErpnext.make({ company_name: `Plant ${i}` })
    await manager().erpnext.startBackfill({ qualify: 'open' })
    let anew: Promise<unknown> | undefined
    site.double.faults.of = ({ body }) => {
      // The notes of the leads of the page.
      if (body.includes('CRM Note'))
        anew ??= manager()
          .erpnext.stopBackfill()
          .then(() => manager().erpnext.startBackfill({ qualify: 'none' }))
      return undefined
    }
    site.double.faults.plan = { ...site.double.faults.plan, slow: 500 }
    await site.exchange()
    expect(anew).toBeDefined()
    await anew
    await site.exchange()
    const { backfill } = await manager().erpnext.sync()
    expect(backfill).toMatchObject({ status: 'done', qualify: 'none', done: 3, total: 3 })
  })
})
