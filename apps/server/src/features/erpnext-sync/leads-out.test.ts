/** Leads and scores of ours go to ERPNext, once; what both sides changed goes by its rule. */
import { DEFAULT_ERPNEXT_SYNC, type Lead } from '@insa/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ErpnextSite, erpnextSite } from '../../testing/erpnext-site.ts'
import { sampleLead } from '../../testing/sample-leads.ts'

let site: ErpnextSite
const open = async (options: Parameters<typeof erpnextSite>[0] = {}) => {
  site = await erpnextSite(options)
  await site.exchange()
}
beforeEach(() => open())
afterEach(() => site.close())

const status = () => site.app.acme.as('manager').erpnext.sync()
const create = (fields = {}) => site.app.acme.as('sales').leads.create(sampleLead(fields))
const read = (id: string) => site.app.acme.as('viewer').leads.get(id)
const change = async ({ id }: Pick<Lead, 'id'>, fields: Record<string, unknown>) =>
  site.app.acme.as('sales').leads.update(id, (await read(id)).etag, fields)
const isInsert = (r: { method: string; path: string }) =>
  r.method === 'POST' && /\/resource\/Lead$/.test(r.path)
const rules = (winners: Partial<typeof DEFAULT_ERPNEXT_SYNC.winners>) =>
  site.app.acme.as('manager').erpnext.updateSettings({
    ...DEFAULT_ERPNEXT_SYNC,
    winners: { ...DEFAULT_ERPNEXT_SYNC.winners, ...winners },
  })

/** The run that a new lead asks for, done by a worker. */
async function qualify(id: string): Promise<void> {
  await site.app.program.startWorking()
  await expect
    .poll(async () => (await read(id)).score, { timeout: 20_000, interval: 50 })
    .not.toBeNull()
}

describe('a lead that is made here [erpnext.sync.out]', () => {
  it('is made in ERPNext with its score, a link to its evidence, and a Lead Score', async () => {
    const lead = await create({ source: 'Website', industry: 'Mining' })
    await qualify(lead.id)
    await expect
      .poll(async () => (await status()).out.waiting, { timeout: 20_000, interval: 50 })
      .toBe(0)
    await site.exchange()
    const { erpnext_name, score } = await read(lead.id)
    const there = site.inErpnext.lead(String(erpnext_name))
    expect(there).toMatchObject({
      ...{ first_name: 'Ana', last_name: 'Ruiz', company_name: lead.company_name },
      ...{ email_id: lead.email_id, source: 'Website', industry: 'Mining' },
      custom_insa_message: lead.message,
      custom_insa_id: lead.id,
      custom_insa_score: score?.qualification_score,
      custom_insa_priority: score?.priority,
      custom_insa_link: `${site.app.url}/leads/${lead.id}`,
    })
    expect(site.inErpnext.rows('Lead Score')).toMatchObject([
      {
        lead: erpnext_name,
        execution_id: score?.execution_id,
        qualification_score: score?.qualification_score,
        budget_score: score?.factor_scores.budget.score,
      },
    ])
    const scoredAt = new Date(`${String(there.custom_insa_scored_at).replace(' ', 'T')}-05:00`)
    expect(Math.abs(scoredAt.getTime() - Date.parse(String(score?.scored_at)))).toBeLessThan(1_000)
    await site.app.acme
      .as('sales')
      .leads.override(lead.id, { qualification_score: 99, reason: 'I know them.' })
    await site.exchange()
    expect(site.inErpnext.lead(String(erpnext_name)).custom_insa_score).toBe(99)
    expect(site.inErpnext.rows('Lead Score')).toMatchObject([
      { qualification_score: 99, override_reason: 'I know them.' },
    ])
    site.pass(31_000)
    const changes = () => site.double.requests.filter((r) => r.method === 'PUT').length
    const before = changes()
    await site.exchange()
    // Our own writing comes back with the next look, and is nothing new.
    expect(changes()).toBe(before)
    expect((await site.app.acme.as('viewer').leads.list()).data).toHaveLength(1)
  })

  it('is there once, though the answer to its making was lost, and to its repetition', async () => {
    const lead = await create()
    site.double.faults.next(...nulls(await readsBeforeInsert()), 'lose')
    await site.exchange()
    expect(site.inErpnext.leads()).toHaveLength(1)
    expect((await read(lead.id)).erpnext_name).toBeNull()
    expect((await status()).state).toBe('away')
    site.pass(10_000)
    await site.exchange()
    expect(site.double.requests.filter(isInsert)).toHaveLength(1)
    expect((await read(lead.id)).erpnext_name).toBe(site.inErpnext.leads()[0]?.name)
    expect(await status()).toMatchObject({ state: 'running', problem: null, out: { waiting: 0 } })
  })

  it('is the one that ERPNext has already with its address', async () => {
    const name = site.inErpnext.make({ email_id: 'ana.ruiz@aceros.example.com', city: 'Monterrey' })
    const lead = await create()
    await site.exchange()
    expect(await read(lead.id)).toMatchObject({ erpnext_name: name, city: 'Monterrey' })
    expect(site.inErpnext.lead(name)).toMatchObject({ company_name: lead.company_name })
    expect(site.inErpnext.leads()).toHaveLength(1)
  })

  it('that ERPNext refuses says why and what to do, and goes when it was put right', async () => {
    const lead = await create({ phone: 'ring me' })
    await site.exchange()
    const { out } = await status()
    expect(out).toMatchObject({ failed: 1, waiting: 0 })
    expect(out.failures).toMatchObject([{ lead_id: lead.id, problem: { code: 'invalid' } }])
    expect(out.failures[0]?.problem.message).toMatch(/phone/i)
    expect(site.inErpnext.leads()).toHaveLength(0)
    await change(lead, { phone: '+52 81 0000 0000' })
    await site.exchange()
    expect(site.inErpnext.leads()).toHaveLength(1)
    expect((await status()).out).toMatchObject({ failed: 0, failures: [] })
  })

  it('goes without what no list of ERPNext has, and says so', async () => {
    const lead = await create({ industry: 'Steel', source: 'Carrier pigeon' })
    await site.exchange()
    const { erpnext_name } = await read(lead.id)
    expect(erpnext_name).not.toBeNull()
    expect((await read(lead.id)).industry).toBe('Steel')
    expect(site.inErpnext.lead(String(erpnext_name)).industry ?? null).toBeNull()
  })

  it('waits where ERPNext was not set up, and goes when it was', async () => {
    await site.close()
    await open({ isSetUp: false })
    await create()
    await site.exchange()
    expect(site.inErpnext.leads()).toHaveLength(0)
    expect(await status()).toMatchObject({
      problem: { code: 'not_set_up', todo: expect.stringContaining('insa erpnext setup --apply') },
      out: { waiting: 1, failed: 0 },
    })
  })
})

const nulls = (count: number): null[] => Array.from({ length: count }, () => null)

/** How many requests come before the one that makes the lead: counted in a run that is turned away at once. */
async function readsBeforeInsert(): Promise<number> {
  const other = await erpnextSite()
  await other.exchange()
  await other.app.acme.as('sales').leads.create(sampleLead())
  const before = other.double.requests.length
  await other.exchange()
  const since = other.double.requests.slice(before)
  await other.close()
  return since.findIndex(isInsert)
}

describe('a change here', () => {
  it('goes to ERPNext, and one there in between is not lost', async () => {
    const lead = await create()
    await site.exchange()
    const name = String((await read(lead.id)).erpnext_name)
    await change(lead, { city: 'Saltillo' })
    site.inErpnext.change(name, { job_title: 'Director' })
    await site.exchange()
    expect(site.inErpnext.lead(name)).toMatchObject({ city: 'Saltillo', job_title: 'Director' })
    expect(await read(lead.id)).toMatchObject({ city: 'Saltillo', job_title: 'Director' })
    expect((await site.app.acme.as('viewer').erpnext.conflicts()).data).toEqual([])
  })

  it('that ERPNext works out by itself comes back as it has made it', async () => {
    const lead = await create()
    await site.exchange()
    const name = String((await read(lead.id)).erpnext_name)
    site.double.as('setup@insa.example', (ctx) =>
      ctx.documents.insert(ctx, {
        doctype: 'Opportunity',
        opportunity_from: 'Lead',
        party_name: name,
      }),
    )
    await change(lead, { status: 'Interested' })
    await site.exchange()
    expect(await read(lead.id)).toMatchObject({ status: 'Opportunity' })
  })

  it('to a lead that ERPNext has removed asks a person, who may make it again', async () => {
    const lead = await create()
    await site.exchange()
    site.inErpnext.remove(String((await read(lead.id)).erpnext_name))
    await change(lead, { city: 'Saltillo' })
    await site.exchange()
    const { data } = await site.app.acme.as('manager').erpnext.conflicts({ status: 'open' })
    expect(data).toMatchObject([{ kind: 'removed', lead_id: lead.id }])
    await site.app.acme.as('manager').erpnext.resolve(String(data[0]?.id), { take: 'ours' })
    await site.exchange()
    expect(site.inErpnext.leads()).toMatchObject([{ city: 'Saltillo', custom_insa_id: lead.id }])
  })

  it('a lead removed here does not come back', async () => {
    const lead = await create()
    await site.exchange()
    const name = String((await read(lead.id)).erpnext_name)
    await site.app.acme.as('manager').leads.remove(lead.id)
    site.inErpnext.change(name, { city: 'Cali' })
    site.pass(3_601_000)
    await site.exchange()
    expect((await site.app.acme.as('viewer').leads.list()).data).toEqual([])
    expect((await status()).leads).toMatchObject({ linked: 0, removed: 1 })
  })
})

describe('a field that both sides changed [erpnext.sync.conflicts]', () => {
  const both = async () => {
    const lead = await create({ city: 'Cali' })
    await site.exchange()
    const name = String((await read(lead.id)).erpnext_name)
    await change(lead, { city: 'Ours', message: 'Ours, too' })
    site.inErpnext.change(name, { city: 'Theirs', custom_insa_message: 'Theirs, too' })
    await site.exchange()
    const { data } = await site.app.acme.as('manager').erpnext.conflicts()
    return { lead, name, data }
  }

  it('goes by its rule, is told, and can be decided otherwise', async () => {
    const { lead, name, data } = await both()
    expect(await read(lead.id)).toMatchObject({ city: 'Theirs', message: 'Ours, too' })
    expect(site.inErpnext.lead(name)).toMatchObject({
      city: 'Theirs',
      custom_insa_message: 'Ours, too',
    })
    const city = data.find((c) => c.field === 'city')
    expect(city).toMatchObject({
      ours: 'Ours',
      theirs: 'Theirs',
      status: 'settled',
      taken: 'theirs',
    })
    expect(data.find((c) => c.field === 'message')).toMatchObject({
      taken: 'ours',
      status: 'settled',
    })
    await site.app.acme.as('manager').erpnext.resolve(String(city?.id), { take: 'ours' })
    await site.exchange()
    expect(await read(lead.id)).toMatchObject({ city: 'Ours' })
    expect(site.inErpnext.lead(name)).toMatchObject({ city: 'Ours' })
  })

  it('stays as it is on both sides where a person is to decide, and then is the same', async () => {
    await rules({ city: 'ask' })
    const { lead, name, data } = await both()
    expect(await read(lead.id)).toMatchObject({ city: 'Ours' })
    expect(site.inErpnext.lead(name)).toMatchObject({ city: 'Theirs' })
    const city = data.find((c) => c.field === 'city')
    expect(city).toMatchObject({ status: 'open', taken: null })
    expect((await status()).open_conflicts).toBe(1)
    const sales = site.app.acme.as('sales').erpnext.resolve(String(city?.id), { take: 'ours' })
    await expect(sales).rejects.toMatchObject({ status: 403 })
    await site.app.acme.as('manager').erpnext.resolve(String(city?.id), { take: 'theirs' })
    await site.exchange()
    expect(await read(lead.id)).toMatchObject({ city: 'Theirs' })
    expect(site.inErpnext.lead(name)).toMatchObject({ city: 'Theirs' })
    expect((await status()).open_conflicts).toBe(0)
    await expect(
      site.app.acme.as('manager').erpnext.resolve(String(city?.id), { take: 'ours' }),
    ).rejects.toMatchObject({ status: 409 })
  })
})
