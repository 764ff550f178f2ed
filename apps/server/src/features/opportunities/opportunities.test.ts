import { DEFAULT_SALES_PROCESS, type Lead, OPPORTUNITY_SORTS } from '@insa/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS } from '../../testing/test-database.ts'

describe.each(DATABASE_KINDS)('opportunities on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind, working: false })
  })
  afterAll(() => app.close())

  const sales = () => app.acme.as('sales')
  const manager = () => app.acme.as('manager')
  let made = 0
  const newLead = (): Promise<Lead> => {
    made += 1
    return sales().leads.create(
      sampleLead({
        lead_name: `Ana Ruiz ${made}`,
        company_name: `Aceros ${made}`,
        email_id: `ana${made}@aceros.example.com`,
        lead_owner: 'owner@acme.example.com',
        source: 'Exhibition',
      }),
    )
  }

  describe('made of a lead', () => {
    it('takes what it needs from the lead, whose status follows ERPNext [crm.conversion]', async () => {
      const lead = await newLead()
      const opportunity = await sales().opportunities.fromLead(lead.id, {
        title: 'Rolling mill',
        opportunity_amount: '250000.50',
        currency: 'EUR',
      })
      expect(opportunity).toMatchObject({
        opportunity_from: 'Lead',
        lead_id: lead.id,
        customer_id: null,
        customer_name: lead.company_name,
        status: 'Open',
        sales_stage: 'Prospecting',
        probability: 10,
        probability_is_own: false,
        opportunity_amount: '250000.50',
        currency: 'EUR',
        opportunity_owner: 'owner@acme.example.com',
        source: 'Exhibition',
      })
      expect((await sales().leads.get(lead.id)).status).toBe('Opportunity')
    })

    it('is made once, however often and at once it is asked for [crm.conversion]', async () => {
      const lead = await newLead()
      const asked = await Promise.all(
        Array.from({ length: 6 }, () => sales().opportunities.fromLead(lead.id)),
      )
      expect(new Set(asked.map((o) => o.id)).size).toBe(1)
      const { data } = await sales().opportunities.list({ lead_id: lead.id })
      expect(data).toHaveLength(1)
    })

    it('is made anew once the first one is lost', async () => {
      const lead = await newLead()
      const first = await sales().opportunities.fromLead(lead.id)
      await sales().opportunities.lost(first.id, { lost_reasons: ['Price'] })
      const second = await sales().opportunities.fromLead(lead.id)
      expect(second.id).not.toBe(first.id)
      const reopened = await sales().opportunities.reopen(first.id)
      expect(reopened).toMatchObject({ status: 'Open', lost_reasons: [] })
      expect((await sales().opportunities.fromLead(lead.id)).id).toBe(second.id)
    })
  })

  describe('won', () => {
    it('makes a customer with a contact of the lead in one transaction, and converts the lead [crm.conversion]', async () => {
      const lead = await newLead()
      const { id } = await sales().opportunities.fromLead(lead.id, { currency: 'EUR' })
      const won = await sales().opportunities.won(id, { won_reason: 'Technical fit' })
      expect(won).toMatchObject({
        status: 'Converted',
        probability: 100,
        won_reason: 'Technical fit',
      })
      expect(won.closed_at).not.toBeNull()
      const customer = await sales().customers.get(won.customer_id ?? '')
      expect(customer).toMatchObject({
        customer_name: lead.company_name,
        customer_type: 'Company',
        email_id: lead.email_id,
        industry: lead.industry,
        default_currency: 'EUR',
        account_manager: 'owner@acme.example.com',
        lead_id: lead.id,
        opportunity_id: id,
        open_opportunities: 0,
      })
      expect((await sales().contacts.list({ customer_id: customer.id })).data).toMatchObject([
        { full_name: lead.lead_name, designation: 'Plant Manager', is_primary_contact: true },
      ])
      expect((await sales().leads.get(lead.id)).status).toBe('Converted')
    })

    it('makes one customer, however often and at once it is said [crm.conversion]', async () => {
      const lead = await newLead()
      const first = await sales().opportunities.fromLead(lead.id)
      const second = await sales().opportunities.create({ title: 'More', lead_id: lead.id })
      const won = await Promise.all(
        [first.id, first.id, second.id, second.id].map((id) => sales().opportunities.won(id)),
      )
      expect(new Set(won.map((o) => o.customer_id)).size).toBe(1)
      const q = lead.company_name ?? ''
      const { data } = await sales().customers.list({ q })
      expect(data.filter((c) => c.customer_name === q)).toHaveLength(1)
    })

    it('can be of a customer that is there already', async () => {
      const lead = await newLead()
      const { id: customer_id } = await sales().customers.create({ customer_name: 'There before' })
      const { id } = await sales().opportunities.fromLead(lead.id)
      const won = await sales().opportunities.won(id, { customer_id })
      expect(won).toMatchObject({ customer_id, customer_name: 'There before' })
    })

    it('makes nothing when the opportunity was changed since it was read', async () => {
      const lead = await newLead()
      const { id, etag } = await sales().opportunities.fromLead(lead.id)
      await sales().opportunities.update(id, etag, { title: 'Changed' })
      await expect(sales().opportunities.won(id, {}, etag)).rejects.toMatchObject({ status: 412 })
      expect((await sales().leads.get(lead.id)).status).toBe('Opportunity')
      expect((await sales().customers.list({ q: lead.company_name ?? '' })).data).toEqual([])
    })
  })

  describe('a lead’s status', () => {
    const statusOf = async (id: string) => (await sales().leads.get(id)).status
    const setStatus = async (id: string, status: 'Interested' | 'Replied') => {
      const { etag } = await sales().leads.get(id)
      return (await sales().leads.update(id, etag, { status })).status
    }
    const lost = { lost_reasons: ['Price'] }

    it('follows its opportunities: won back, lost for good, opened again, removed [crm.lead-status]', async () => {
      const { id } = await newLead()
      await setStatus(id, 'Interested')
      const first = await sales().opportunities.fromLead(id)
      const second = await sales().opportunities.create({ title: 'More', lead_id: id })
      expect(await statusOf(id)).toBe('Opportunity')
      await sales().opportunities.lost(first.id, lost)
      expect(await statusOf(id)).toBe('Opportunity')
      await sales().opportunities.lost(second.id, lost)
      expect(await statusOf(id)).toBe('Interested')
      await sales().opportunities.reopen(second.id)
      expect(await statusOf(id)).toBe('Opportunity')
      await app.acme.as('manager').opportunities.remove(second.id)
      expect(await statusOf(id)).toBe('Interested')
    })

    it('that follows from an opportunity stands; what is set meanwhile holds afterwards [crm.lead-status]', async () => {
      const { id } = await newLead()
      const { id: opportunity } = await sales().opportunities.fromLead(id)
      expect(await setStatus(id, 'Replied')).toBe('Opportunity')
      await sales().opportunities.lost(opportunity, lost)
      expect(await statusOf(id)).toBe('Replied')
      expect(await setStatus(id, 'Interested')).toBe('Interested')
    })

    it('keeps what ERPNext says of a quotation before an opportunity [crm.lead-status]', async () => {
      const { id, etag } = await newLead()
      await sales().leads.update(id, etag, { status: 'Quotation' })
      const { id: opportunity } = await sales().opportunities.fromLead(id)
      expect(await statusOf(id)).toBe('Quotation')
      await sales().opportunities.lost(opportunity, lost)
      expect(await statusOf(id)).toBe('Quotation')
    })

    it('of a customer is Converted, whatever becomes of its opportunities, until the customer is removed [crm.lead-status]', async () => {
      const { id } = await newLead()
      const { id: opportunity } = await sales().opportunities.fromLead(id)
      const { customer_id } = await sales().opportunities.won(opportunity)
      const more = await sales().opportunities.create({ title: 'More', lead_id: id })
      await sales().opportunities.lost(more.id, lost)
      expect(await statusOf(id)).toBe('Converted')
      expect(await setStatus(id, 'Replied')).toBe('Converted')
      const manager = app.acme.as('manager')
      await manager.opportunities.remove(more.id)
      await manager.opportunities.remove(opportunity)
      await manager.customers.remove(customer_id ?? '')
      expect(await statusOf(id)).toBe('Replied')
      const { data } = await app.acme.as('administrator').audit.list({ subject_id: id })
      expect(data.map((e) => e.action)).toContain('lead.status_changed')
    })
  })

  describe('moved', () => {
    it('keep who moved them, when, and how long they stood there [crm.stages]', async () => {
      const { id, etag } = await sales().opportunities.fromLead((await newLead()).id)
      const moved = await sales().opportunities.update(id, etag, { sales_stage: 'Needs Analysis' })
      expect(moved).toMatchObject({ sales_stage: 'Needs Analysis', probability: 30 })
      await sales().opportunities.lost(id, {
        lost_reasons: ['Price', 'No budget'],
        order_lost_reason: 'Half our price.',
        competitors: ['Globex'],
      })
      const { data } = await sales().opportunities.stages(id)
      expect(data).toMatchObject([
        {
          from_stage: 'Needs Analysis',
          to_stage: 'Needs Analysis',
          from_status: 'Open',
          to_status: 'Lost',
        },
        {
          from_stage: 'Prospecting',
          to_stage: 'Needs Analysis',
          seconds_in_stage: expect.any(Number),
        },
        { from_stage: null, to_stage: 'Prospecting', seconds_in_stage: null },
      ])
      expect(data.every((c) => c.changed_by.startsWith('key:'))).toBe(true)
      const { data: trail } = await app.acme.as('administrator').audit.list({ q: id })
      expect(trail.map((e) => e.action)).toContain('opportunity.stage_changed')
    })

    it('keep a probability of their own until it is taken back', async () => {
      const { id, etag } = await sales().opportunities.fromLead((await newLead()).id)
      const own = await sales().opportunities.update(id, etag, { probability: 65 })
      const moved = await sales().opportunities.update(id, own.etag, {
        sales_stage: 'Qualification',
      })
      expect(moved).toMatchObject({ probability: 65, probability_is_own: true })
      const back = await sales().opportunities.update(id, moved.etag, { probability: null })
      expect(back).toMatchObject({ probability: 20, probability_is_own: false })
    })

    it('are refused: an unknown stage, a stale tag, no tag, and what is decided', async () => {
      const { id, etag } = await sales().opportunities.fromLead((await newLead()).id)
      const move = (tag: string, sales_stage = 'Qualification') =>
        sales().opportunities.update(id, tag, { sales_stage })
      await expect(move(etag, 'Dreaming')).rejects.toMatchObject({
        status: 422,
        problem: { errors: [{ path: 'sales_stage' }] },
      })
      await move(etag)
      await expect(move(etag)).rejects.toMatchObject({ status: 412, code: 'opportunity.changed' })
      await expect(move('')).rejects.toMatchObject({ status: 428 })
      const won = await sales().opportunities.won(id)
      await expect(move(won.etag)).rejects.toMatchObject({ code: 'opportunity.decided' })
      await expect(
        sales().opportunities.lost(id, { lost_reasons: ['Price'] }),
      ).rejects.toMatchObject({ status: 409 })
    })
  })

  describe('in the pipeline', () => {
    it('are summed exactly, by stage and currency, and won and lost are counted [crm.pipeline]', async () => {
      const { globex } = app
      const client = globex.as('manager')
      const { id: customer_id } = await client.customers.create({ customer_name: 'Buyer' })
      const add = (opportunity_amount: string | null, currency: string, sales_stage?: string) =>
        client.opportunities.create({
          title: `Deal ${opportunity_amount}`,
          customer_id,
          opportunity_amount,
          currency,
          sales_stage,
        })
      await add('0.10', 'USD')
      await add('0.20', 'USD')
      await add(null, 'USD')
      await add('1000', 'EUR', 'Negotiation/Review')
      const won = await add('500.25', 'USD')
      await client.opportunities.won(won.id)
      for (const reason of ['Price', 'Price', 'No budget']) {
        const { id } = await add('10', 'USD')
        await client.opportunities.lost(id, { lost_reasons: [reason] })
      }
      const pipeline = await client.opportunities.pipeline()
      expect(pipeline.stages.map((s) => s.sales_stage)).toEqual(
        DEFAULT_SALES_PROCESS.stages.map((s) => s.name),
      )
      expect(pipeline.stages[0]).toMatchObject({
        count: 3,
        sums: [{ currency: 'USD', count: 3, amount: '0.30', weighted: '0.03' }],
      })
      expect(pipeline.stages.at(-1)?.sums).toEqual([
        { currency: 'EUR', count: 1, amount: '1000.00', weighted: '900.00' },
      ])
      expect(pipeline.won.sums).toMatchObject([{ amount: '500.25' }])
      expect(pipeline.lost.reasons).toEqual([
        { reason: 'Price', count: 2 },
        { reason: 'No budget', count: 1 },
      ])
      expect(pipeline.win_rate).toBe(0.25)
      const inEuro = await client.opportunities.pipeline({ currency: 'EUR' })
      expect(inEuro.stages.reduce((n, s) => n + s.count, 0)).toBe(1)
      expect(inEuro.win_rate).toBeNull()
    })
  })

  describe('the sales process', () => {
    it('takes opportunities along to a stage’s new name and probability, and loses none', async () => {
      const { stages, ...reasons } = await manager().settings.salesProcess()
      const { id } = await sales().opportunities.fromLead((await newLead()).id)
      const [first, ...others] = stages
      if (!first) throw new Error('There is a first stage.')
      await manager().settings.updateSalesProcess({
        stages: [{ name: 'First talk', probability: 5, was: first.name }, ...others],
        ...reasons,
      })
      const renamed = await sales().opportunities.get(id)
      expect(renamed).toMatchObject({ sales_stage: 'First talk', probability: 5 })
      await expect(
        manager().settings.updateSalesProcess({ stages: others, ...reasons }),
      ).rejects.toMatchObject({ status: 409, code: 'sales_stage.in_use' })
      await expect(
        manager().settings.updateSalesProcess({
          stages: [{ ...first, was: 'Nowhere' }, ...others],
          ...reasons,
        }),
      ).rejects.toMatchObject({ status: 422 })
      await manager().settings.updateSalesProcess({
        stages: [{ ...first, was: 'First talk' }, ...others],
        ...reasons,
      })
    })
  })

  it.each(OPPORTUNITY_SORTS)('are seen once each on a walk, sorted by %s', async (sort) => {
    const whole = await sales().opportunities.list({ sort, limit: 200 })
    expect(whole.data.length).toBeGreaterThan(5)
    const seen: string[] = []
    for await (const { id } of sales().opportunities.each({ sort, limit: 3 })) seen.push(id)
    expect(seen).toEqual(whole.data.map((o) => o.id))
  })

  it('are found by words of their title and party, and by their filters', async () => {
    const lead = await newLead()
    const { id } = await sales().opportunities.fromLead(lead.id, {
      title: 'Compressor station Überlingen',
      expected_closing: '2031-05-01',
    })
    const ids = async (query: Parameters<ReturnType<typeof sales>['opportunities']['list']>[0]) =>
      (await sales().opportunities.list({ ...query, limit: 200 })).data.map((o) => o.id)
    expect(await ids({ q: 'uberlingen' })).toEqual([id])
    expect(await ids({ q: `${lead.company_name} compressor` })).toEqual([id])
    expect(await ids({ open: 'yes' })).toContain(id)
    expect(await ids({ open: 'no' })).not.toContain(id)
    expect(await ids({ closing_until: '2031-05-01' })).toContain(id)
    expect(await ids({ closing_until: '2031-04-30' })).not.toContain(id)
  })

  it('are called as their party is called now', async () => {
    const lead = await newLead()
    const { id } = await sales().opportunities.fromLead(lead.id)
    const { etag } = await sales().leads.get(lead.id)
    await sales().leads.update(lead.id, etag, { company_name: 'Renamed Steel' })
    expect((await sales().opportunities.get(id)).customer_name).toBe('Renamed Steel')
    const won = await sales().opportunities.won(id)
    const customer = await sales().customers.get(won.customer_id ?? '')
    await sales().customers.update(customer.id, customer.etag, { customer_name: 'Steel AG' })
    expect((await sales().opportunities.get(id)).customer_name).toBe('Steel AG')
  })

  it('act once for one Idempotency-Key, and leave nothing behind when refused', async () => {
    const lead_id = (await newLead()).id
    const input = { title: 'Once', lead_id }
    const [a, b] = [
      await sales().opportunities.create(input, { idempotencyKey: 'once' }),
      await sales().opportunities.create(input, { idempotencyKey: 'once' }),
    ]
    expect(a.id).toBe(b.id)
    for (const body of [
      {},
      { title: 'x' },
      { title: 'x', lead_id, customer_id: lead_id },
      { title: 'x', lead_id, opportunity_amount: 12 },
      { title: 'x', lead_id, opportunity_amount: '1e3' },
      { title: 'x', lead_id, currency: 'usd' },
      { title: 'x', lead_id, expected_closing: '2027-02-30' },
      { title: 'x', lead_id, probability: 101 },
    ]) {
      const { status } = await app.request('/api/v1/opportunities', {
        key: app.acme.keys.sales,
        body,
      })
      expect(status).toBe(422)
    }
    expect((await sales().opportunities.list({ lead_id })).data).toHaveLength(1)
  })
})
