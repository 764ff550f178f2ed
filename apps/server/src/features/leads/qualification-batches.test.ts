/** Many leads at once, through the whole program on its embedded engine. */
import type { LeadInput, QualificationBatch, QualificationBatchInput } from '@insa/contracts'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { placeChunk, tendBatch } from '../../platform/batches/look-after-batch.ts'
import { qualifyOnRequest } from '../../testing/qualify-on-request.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import { startProgram, type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'
import type { TestOrganization } from '../../testing/test-organizations.ts'
import { qualificationSource } from './request-batch.ts'

const UNSCORED: QualificationBatchInput['leads'] = { filter: { scored: 'no' } }

/** A machine may be busy; milliseconds. */
const PATIENCE = { timeout: 120_000 }

/** Such that it is closed now, whenever the test runs. */
const closedHours = () => {
  const hour = (h: number) => `${String((new Date().getUTCHours() + h) % 24).padStart(2, '0')}:00`
  return { time_zone: 'UTC', from: hour(3), to: hour(5) }
}

describe.each(DATABASE_KINDS)('many leads at once on %s', { timeout: 240_000 }, (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind, working: false })
    for (const organization of [app.acme, app.globex]) await qualifyOnRequest(organization)
  })
  afterAll(() => app.close())
  beforeEach(async () => {
    for (const table of ['agent_executions', 'execution_batches', 'leads'])
      await ownerQuery(app.database, sql`delete from ${sql.table(table)}`)
  })

  const sales = () => app.acme.as('sales')
  /** Straight into the table: what creates leads is not at stake. */
  async function addLeads(
    count: number,
    { id }: TestOrganization = app.acme,
    fields: LeadInput = {},
  ) {
    const lead = { ...sampleLead(fields), country: fields.country ?? 'Mexico' }
    const rows = Array.from({ length: count }, (_, i) => ({
      id: uuidv7(),
      lead_name: `Lead ${i}`,
      company_name: `Company ${i}`,
      message: lead.message ?? null,
      country: lead.country,
    }))
    await app.database.tenant(id, (tx) => tx.db.insertInto('leads').values(rows).execute())
    return rows.map((row) => row.id)
  }
  const lasting = () => ({ ...app.database, close: async () => undefined })
  const work = async () => {
    const program = await startProgram(lasting())
    onTestFinished(program.close)
  }
  const start = (input: Partial<QualificationBatchInput> = {}) =>
    sales().batches.start({ leads: UNSCORED, ...input })
  const until = (batch: QualificationBatch, status: QualificationBatch['status']) =>
    expect.poll(async () => (await sales().batches.get(batch.id)).status, PATIENCE).toBe(status)
  const items = (batchId: string, status?: string) =>
    ownerQuery<{ id: string; lead_id: string; status: string }>(
      app.database,
      sql`select id, lead_id, status from agent_executions
        where batch_id = ${batchId} and ${status ?? null}::text is null or batch_id = ${batchId} and status = ${status ?? null}`,
    )
  const placing = (chunk: number) => ({
    database: app.database,
    publish: async () => undefined,
    ring: () => undefined,
    sources: { lead_qualification: qualificationSource },
    chunk,
  })

  it('are estimated before the start: how many, by which engine, and that ours costs nothing [batches.estimate]', async () => {
    await addLeads(3)
    await addLeads(2, app.globex)
    const waiting = (await addLeads(1))[0] as string
    await sales().leads.qualify(waiting)
    expect(await sales().batches.estimate({ leads: UNSCORED })).toMatchObject({
      leads: 3,
      already_waiting: 1,
      engine: 'baseline',
      basis: 'free',
      usd: '0.000000',
      off_peak_usd: null,
      budget: { crosses: false },
      window: null,
      message: expect.stringMatching(
        /^3 leads would be qualified by our own engine. That costs nothing\./,
      ),
    })
    expect((await sales().batches.list()).data).toEqual([])
  })

  it('are qualified, counted and told of at the end, each once [batches.runs]', async () => {
    const leads = await addLeads(25)
    await addLeads(2, app.globex)
    const batch = await start()
    expect(batch).toMatchObject({ status: 'running', total: 25, placed: 0, left: 25 })
    await work()
    await until(batch, 'finished')
    expect(await sales().batches.get(batch.id)).toMatchObject({
      total: 25,
      placed: 25,
      left: 0,
      running: 0,
      succeeded: 25,
      failed: 0,
      waits_for: null,
      cost_usd: '0.000000',
      finished_at: expect.any(String),
    })
    expect((await items(batch.id)).map((i) => i.lead_id).sort()).toEqual(leads.sort())
    expect((await sales().leads.list({ scored: 'no' })).data).toEqual([])
    const theirs = await app.globex.as('sales').leads.list({ scored: 'no' })
    expect(theirs.data).toHaveLength(2)
  })

  it('are chosen by a filter or by ids; an id of nobody’s and one of another organization are told [batches.estimate]', async () => {
    const [one, two] = await addLeads(2)
    await addLeads(3, app.acme, { country: 'Chile' })
    const [theirs] = await addLeads(1, app.globex)
    const ids = [one, two, two, theirs, uuidv7()] as string[]
    expect(await sales().batches.estimate({ leads: { ids } })).toMatchObject({
      leads: 2,
      not_found: 2,
    })
    const chile = { filter: { country: 'Chile', q: 'company' } }
    expect(await sales().batches.estimate({ leads: chile })).toMatchObject({ leads: 3 })
    const batch = await start({ leads: { ids } })
    expect(batch).toMatchObject({ selection: { ids: 4 }, total: 2 })
    while (await placeChunk(placing(1), app.acme.id, batch.id));
    expect((await items(batch.id)).map((i) => i.lead_id).sort()).toEqual([one, two].sort())
  })

  it('are put in place once, wherever the process dies in between [batches.placed-once]', async () => {
    const leads = await addLeads(25)
    const batch = await start()
    expect(await placeChunk(placing(10), app.acme.id, batch.id)).toBe(true)
    // The next chunk is cut off before its transaction ends.
    const cut = { ...placing(10), sources: { lead_qualification: dying } }
    await expect(placeChunk(cut, app.acme.id, batch.id)).rejects.toThrow('died')
    expect(await sales().batches.get(batch.id)).toMatchObject({ placed: 10 })
    // Two that go on at once, where one was taken for dead.
    await Promise.all([1, 2].map(() => placeChunk(placing(10), app.acme.id, batch.id)))
    while (await placeChunk(placing(10), app.acme.id, batch.id));
    expect(await sales().batches.get(batch.id)).toMatchObject({ placed: 25, total: 25 })
    expect((await items(batch.id)).map((i) => i.lead_id).sort()).toEqual(leads.sort())
  })

  it('do not include those that wait already, nor any that came later', async () => {
    const [first] = await addLeads(3)
    const batch = await start()
    await sales().leads.qualify(first as string)
    await ownerQuery(
      app.database,
      sql`update execution_batches set created_at = now() - interval '1 s'`,
    )
    await addLeads(4)
    await ownerQuery(
      app.database,
      sql`update leads set created_at = created_at - interval '1 h' where id in (select id from leads order by id limit 3)`,
    )
    while (await placeChunk(placing(2), app.acme.id, batch.id));
    expect(await items(batch.id)).toHaveLength(2)
    await expect(
      sales().batches.start({ leads: { ids: [first as string] } }),
    ).rejects.toMatchObject({
      problem: { status: 422, code: 'batch.empty' },
    })
  })

  it('wait for their hours, and say so; inside them they go on [batches.window]', async () => {
    await addLeads(3)
    const batch = await start({ window: closedHours() })
    await work()
    await expect.poll(async () => (await sales().batches.get(batch.id)).placed, PATIENCE).toBe(3)
    // More than a worker takes to look.
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    const waiting = await sales().batches.get(batch.id)
    expect(waiting).toMatchObject({ status: 'running', left: 3, waits_for: 'window' })
    expect(Date.parse(waiting.window?.opens_at ?? '')).toBeGreaterThan(Date.now())
    await ownerQuery(app.database, sql`update execution_batches set opens_at = now()`)
    await until(batch, 'finished')
    expect(await sales().batches.get(batch.id)).toMatchObject({ succeeded: 3 })
  })

  it.each([
    [
      'their agent',
      'The agent Lead qualification is off.',
      (on: boolean) => app.acme.as('manager').agents.setEnabled('lead_qualification', on),
    ],
    [
      'all agents',
      'All agents are off.',
      (on: boolean) => app.acme.as('manager').agents.setAllEnabled(on),
    ],
  ] as const)(
    'wait while %s is switched off, say so and where it is switched on [batches.agent-off]',
    async (_which, words, turn) => {
      await addLeads(2)
      onTestFinished(() => turn(true).then(() => undefined))
      await turn(false)
      const batch = await start({ window: closedHours() })
      const off = { status: 'running', left: 2, waits_for: 'agent', expected_end: null }
      expect(batch).toMatchObject(off)
      expect(batch.note).toBe(
        `${words} ${words.startsWith('All') ? 'They are' : 'It is'} switched on in the console: Settings, Agents.`,
      )
      expect((await sales().batches.list()).data).toMatchObject([off])
      expect(await sales().batches.pause(batch.id)).toMatchObject({ waits_for: 'person' })
      await sales().batches.resume(batch.id)
      await turn(true)
      expect(await sales().batches.get(batch.id)).toMatchObject({ waits_for: 'window', note: null })
    },
  )

  it('have their next hours when these are over', async () => {
    await addLeads(1)
    const batch = await start({ window: closedHours() })
    await ownerQuery(
      app.database,
      sql`update execution_batches set opens_at = now() - interval '2 h', closes_at = now() - interval '1 s'`,
    )
    await tendBatch(placing(10), app.acme.id, batch.id)
    expect((await sales().batches.get(batch.id)).window).toEqual(batch.window)
  })

  it('pause and go on; what runs ends [batches.steered]', async () => {
    await addLeads(4)
    const batch = await start()
    while (await placeChunk(placing(10), app.acme.id, batch.id));
    const paused = await sales().batches.pause(batch.id)
    expect(paused).toMatchObject({ status: 'paused', paused_for: 'person', waits_for: 'person' })
    await work()
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(await items(batch.id, 'queued')).toHaveLength(4)
    await sales().batches.resume(batch.id)
    await until(batch, 'finished')
    const entries = (await app.acme.as('manager').audit.list({ subject_id: batch.id })).data
    expect(entries.map((e) => e.action).sort()).toEqual([
      'leads.batch_paused',
      'leads.batch_requested',
      'leads.batch_resumed',
    ])
  })

  it('are cancelled: what is queued at once, what runs as soon as it notices [batches.steered]', async () => {
    await addLeads(30)
    const batch = await start()
    while (await placeChunk(placing(20), app.acme.id, batch.id));
    const [running] = await items(batch.id)
    await ownerQuery(
      app.database,
      sql`update agent_executions set status = 'running', claimed_by = 'another', lease_until = now() + interval '1 min', attempts = 1
        where id = ${running?.id}`,
    )
    const cancelled = await sales().batches.cancel(batch.id)
    expect(cancelled).toMatchObject({ status: 'cancelled', left: 0, running: 1, cancelled: 29 })
    expect(await items(batch.id, 'cancelled')).toHaveLength(29)
    // Its worker dies; whoever takes over ends it.
    await ownerQuery(
      app.database,
      sql`update agent_executions set lease_until = now() - interval '1 s' where id = ${running?.id}`,
    )
    await work()
    await expect
      .poll(async () => (await sales().batches.get(batch.id)).cancelled, PATIENCE)
      .toBe(30)
    for (const verb of ['pause', 'resume', 'cancel'] as const)
      await expect(sales().batches[verb](batch.id)).rejects.toMatchObject({
        problem: { status: 409, code: 'batch.over' },
      })
  })

  it('put nothing more in place once they are cancelled', async () => {
    await addLeads(20)
    const batch = await start()
    await placeChunk(placing(5), app.acme.id, batch.id)
    await sales().batches.cancel(batch.id)
    expect(await placeChunk(placing(5), app.acme.id, batch.id)).toBe(false)
    expect(await items(batch.id)).toHaveLength(5)
    expect(await items(batch.id, 'cancelled')).toHaveLength(5)
  })

  it('are begun once for one Idempotency-Key', async () => {
    await addLeads(2)
    const post = () =>
      app.request('/api/v1/qualification-batches', {
        key: app.acme.keys.sales,
        headers: { 'idempotency-key': 'once' },
        body: { leads: UNSCORED },
      })
    const [first, second] = [await post(), await post()]
    expect(first.status).toBe(202)
    expect(first.headers.location).toBe(`/api/v1/qualification-batches/${first.body.id}`)
    expect(second.body).toEqual(first.body)
    expect((await sales().batches.list()).data).toHaveLength(1)
  })

  it('refuse hours and engines that are none', async () => {
    const wrong = [
      { leads: UNSCORED, window: { time_zone: 'Mars/Olympus' } },
      { leads: UNSCORED, window: { time_zone: '+02:00' } },
      { leads: UNSCORED, window: { from: '24:00' } },
      { leads: UNSCORED, window: { days: [] } },
      { leads: UNSCORED, off_peak: true },
      { leads: { ids: [] } },
      { leads: { filter: { colour: 'red' } } },
    ]
    for (const body of wrong) {
      const call = { key: app.acme.keys.sales, body }
      expect((await app.request('/api/v1/qualification-batches/estimate', call)).status).toBe(422)
    }
  })

  it('have the organization’s hours where none are named', async () => {
    const manager = app.acme.as('manager')
    const hours = { time_zone: 'America/Mexico_City', from: '20:00', to: '05:30', days: [1, 2] }
    expect(await manager.batches.updateHours(hours)).toEqual(hours)
    expect(await manager.batches.hours()).toEqual(hours)
    await addLeads(1)
    const { window } = await sales().batches.estimate({ leads: UNSCORED, window: { to: '04:00' } })
    expect(window).toMatchObject({ ...hours, to: '04:00' })
    await expect(sales().batches.updateHours(hours)).rejects.toMatchObject({
      problem: { status: 403 },
    })
  })
})

/** Takes the next leads, and dies. */
const dying = {
  async next(): Promise<never> {
    throw new Error('died')
  },
}
