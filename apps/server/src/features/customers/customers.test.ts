import { CUSTOMER_SORTS, type Customer, type CustomerInput } from '@insa/contracts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'

describe.each(DATABASE_KINDS)('customers on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind })
  })
  afterAll(() => app.close())

  const sales = () => app.acme.as('sales')
  const manager = () => app.acme.as('manager')
  const newCustomer = (input: Partial<CustomerInput> = {}): Promise<Customer> =>
    sales().customers.create({ customer_name: 'Aceros del Norte', ...input })

  it('are created, read, changed with their tag, and removed', async () => {
    const made = await newCustomer({ tax_id: 'MX-1', territory: 'Mexico' })
    expect(made).toMatchObject({ customer_type: 'Company', disabled: false, erpnext_name: null })
    const changed = await sales().customers.update(made.id, made.etag, { territory: null })
    expect(changed).toMatchObject({ territory: null, tax_id: 'MX-1' })
    await expect(
      sales().customers.update(made.id, made.etag, { territory: 'Peru' }),
    ).rejects.toMatchObject({ status: 412, code: 'customer.changed' })
    await manager().customers.remove(made.id)
    await expect(sales().customers.get(made.id)).rejects.toMatchObject({ status: 404 })
    const { data } = await app.acme.as('administrator').audit.list({ q: made.id })
    expect(data.map((e) => e.action).reverse()).toEqual([
      'customer.created',
      'customer.updated',
      'customer.deleted',
    ])
  })

  it('are kept while opportunities or projects are theirs', async () => {
    const { id } = await newCustomer()
    const deal = await sales().opportunities.create({ title: 'Deal', customer_id: id })
    await expect(manager().customers.remove(id)).rejects.toMatchObject({
      status: 409,
      code: 'customer.in_use',
    })
    await manager().opportunities.remove(deal.id)
    await manager().customers.remove(id)
  })

  it('have one primary contact, and addresses, which are changed with their tags', async () => {
    const { id: customer_id } = await newCustomer()
    const ana = await sales().contacts.create({
      first_name: 'Ana',
      last_name: 'Ruiz',
      is_primary_contact: true,
      customer_id,
    })
    const luis = await sales().contacts.create({ first_name: 'Luis', customer_id })
    await sales().contacts.update(luis.id, luis.etag, { is_primary_contact: true })
    const { data } = await sales().contacts.list({ customer_id })
    expect(data.map((c) => [c.full_name, c.is_primary_contact])).toEqual([
      ['Ana Ruiz', false],
      ['Luis', true],
    ])
    await expect(
      sales().contacts.update(ana.id, ana.etag, { designation: 'Buyer' }),
    ).rejects.toMatchObject({ status: 412 })
    const address = await sales().addresses.create({
      address_line1: 'Calle 1',
      city: 'Monterrey',
      country: 'Mexico',
      customer_id,
    })
    expect(address.address_type).toBe('Billing')
    await sales().addresses.update(address.id, address.etag, { address_type: 'Plant' })
    await sales().addresses.remove(address.id)
    expect((await sales().addresses.list({ customer_id })).data).toEqual([])
    await expect(sales().contacts.create({ first_name: 'Nobody' })).rejects.toMatchObject({
      status: 422,
    })
  })

  it('merged, everything moves, the trail stays, and the old id leads on [crm.merge]', async () => {
    const into = await newCustomer({ customer_name: 'Hidro Sur', territory: 'Chile' })
    const from = await newCustomer({ customer_name: 'Hidro Sur SpA', tax_id: 'CL-9' })
    const older = await newCustomer({ customer_name: 'HidroSur' })
    await manager().customers.merge(from.id, older.id)
    const mine = { customer_id: from.id }
    await sales().contacts.create({ first_name: 'Marcela', is_primary_contact: true, ...mine })
    await sales().addresses.create({ address_line1: 'x', city: 'y', country: 'Chile', ...mine })
    const deal = await sales().opportunities.create({ title: 'Telemetry', ...mine })
    const project = await sales().projects.create({ project_name: 'Stations', ...mine })
    await sales().activities.create({ activity_type: 'Note', content: 'Met.', ...mine })
    const merged = await manager().customers.merge(into.id, from.id)
    expect(merged).toMatchObject({
      id: into.id,
      customer_name: 'Hidro Sur',
      territory: 'Chile',
      tax_id: 'CL-9',
      open_opportunities: 1,
    })
    expect(await manager().customers.merge(into.id, from.id)).toEqual(merged)
    const ours = { customer_id: into.id }
    expect((await sales().contacts.list(ours)).data).toMatchObject([{ is_primary_contact: true }])
    expect((await sales().addresses.list(ours)).data).toHaveLength(1)
    expect((await sales().activities.list(ours)).data).toHaveLength(1)
    expect(await sales().opportunities.get(deal.id)).toMatchObject({
      ...ours,
      customer_name: 'Hidro Sur',
    })
    expect(await sales().projects.get(project.id)).toMatchObject({ customer_name: 'Hidro Sur' })
    for (const id of [from.id, older.id]) {
      expect((await sales().customers.get(id)).id).toBe(into.id)
      await expect(sales().customers.update(id, '*', { territory: 'Peru' })).rejects.toMatchObject({
        status: 409,
        code: 'customer.merged',
      })
    }
    const listed = (await sales().customers.list({ q: 'hidro', limit: 200 })).data
    expect(listed.map((c) => c.id)).toEqual([into.id])
    const history = await sales().customers.history(into.id, { kind: 'merge' })
    expect(history.data.map((e) => e.title).sort()).toEqual(['Hidro Sur SpA', 'HidroSur'])
    await expect(manager().customers.merge(into.id, into.id)).rejects.toMatchObject({ status: 422 })
  })

  it('merged both ways at once become one of them', async () => {
    const [a, b] = [
      await newCustomer({ customer_name: 'Twin' }),
      await newCustomer({ customer_name: 'Twin' }),
    ]
    const outcomes = await Promise.allSettled([
      manager().customers.merge(a.id, b.id),
      manager().customers.merge(b.id, a.id),
    ])
    expect(outcomes.map((o) => o.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await sales().customers.get(a.id)).id).toBe((await sales().customers.get(b.id)).id)
  })

  it('that may be the same are found by name, tax number and e-mail', async () => {
    const a = await newCustomer({ customer_name: 'Molinos Paraná SA', tax_id: 'AR-77' })
    const alike = await newCustomer({ customer_name: 'Molinos Parana S.A.' })
    const taxed = await newCustomer({ customer_name: 'Other words', tax_id: 'ar-77' })
    const { data } = await sales().customers.duplicates(a.id)
    expect(data.map((d) => [d.customer.id, d.reasons])).toEqual([
      [taxed.id, ['Same tax number']],
      [alike.id, ['Similar name']],
    ])
    expect(data[0]?.confidence).toBe(1)
  })

  it('have one history of leads, scores, runs, deals, words, mails and projects [crm.history]', async () => {
    const lead = await sales().leads.create(sampleLead({ company_name: 'Chronos SA' }))
    await sales().leads.qualify(lead.id, { wait: 30 })
    const { id, etag } = await sales().opportunities.fromLead(lead.id)
    await sales().opportunities.update(id, etag, { sales_stage: 'Qualification' })
    await sales().activities.create({ activity_type: 'Call', subject: 'Rang', lead_id: lead.id })
    await sales().activities.create({ activity_type: 'Note', content: 'Deal', opportunity_id: id })
    const { customer_id } = await sales().opportunities.won(id)
    const customer = customer_id ?? ''
    const project = await sales().projects.create({ project_name: 'Build', opportunity_id: id })
    expect(project.customer_id).toBe(customer)
    await sales().activities.create({
      activity_type: 'Task',
      subject: 'Order parts',
      project_id: project.id,
    })
    const { data } = await sales().customers.history(customer, { limit: 200 })
    const kinds = new Set(data.map((e) => e.kind))
    expect([...kinds].sort()).toEqual(
      [
        'activity',
        'execution',
        'lead',
        'opportunity',
        'project',
        'score',
        'stage_change',
        ...(kinds.has('mail') ? ['mail'] : []),
      ].sort(),
    )
    expect(
      data
        .filter((e) => e.kind === 'activity')
        .map((e) => e.title)
        .sort(),
    ).toEqual(['Deal', 'Order parts', 'Rang'])
    expect(data.filter((e) => e.kind === 'stage_change').map((e) => e.detail)).toEqual([
      'Converted',
      'Prospecting → Qualification',
    ])
    const walked: string[] = []
    let cursor: string | undefined
    do {
      const page = await sales().customers.history(customer, { limit: 2, cursor })
      walked.push(...page.data.map((e) => `${e.kind} ${e.id}`))
      cursor = page.next_cursor ?? undefined
    } while (cursor)
    expect(walked).toEqual(data.map((e) => `${e.kind} ${e.id}`))
    expect(data.map((e) => e.at)).toEqual(
      data
        .map((e) => e.at)
        .sort()
        .reverse(),
    )
  })

  it('show a narrowed key no more of their history than it may read elsewhere', async () => {
    const { id } = await newCustomer()
    await sales().opportunities.create({ title: 'Hidden', customer_id: id })
    const made = await app.acme.as('administrator').apiKeys.create({
      name: 'narrow',
      role: 'viewer',
      scopes: ['customers:read'],
    })
    const { body } = await app.request(`/api/v1/customers/${id}/history`, { key: made.key })
    expect(body.data).toEqual([])
  })

  it('erased, names and words are nowhere any more, and amounts stay [crm.erasure]', async () => {
    const secret = 'Zyxwvut'
    const lead = await sales().leads.create(
      sampleLead({ company_name: secret, lead_name: secret, message: `I am ${secret}.` }),
    )
    const { id } = await sales().opportunities.fromLead(lead.id, {
      title: `Deal of ${secret}`,
      opportunity_amount: '77.00',
    })
    const won = await sales().opportunities.won(id, { won_reason: `${secret} likes us` })
    const customer_id = won.customer_id ?? ''
    await sales().addresses.create({ address_line1: secret, city: 'x', country: 'y', customer_id })
    await sales().activities.create({ activity_type: 'Note', content: secret, customer_id })
    await sales().activities.create({ activity_type: 'Note', content: secret, opportunity_id: id })
    await sales().projects.create({ project_name: secret, customer_id })
    const duplicate = await newCustomer({ customer_name: `${secret} again` })
    await manager().customers.merge(customer_id, duplicate.id)
    await expect(
      sales().customers.erase(customer_id, { reason: 'Asked to.' }),
    ).rejects.toMatchObject({ status: 403 })
    const erased = await manager().customers.erase(customer_id, { reason: 'Asked to.' })
    expect(erased).toMatchObject({ customer_name: 'Erased customer', email_id: null })
    expect(erased.erased_at).not.toBeNull()
    expect((await manager().customers.erase(customer_id, { reason: 'Again.' })).etag).toBe(
      erased.etag,
    )
    expect(await sales().opportunities.get(id)).toMatchObject({
      opportunity_amount: '77.00',
      status: 'Converted',
      won_reason: null,
      customer_name: 'Erased customer',
    })
    await expect(sales().leads.get(lead.id)).rejects.toMatchObject({ status: 404 })
    for (const table of [
      'customers',
      'contacts',
      'addresses',
      'opportunities',
      'projects',
      'activities',
      'leads',
    ]) {
      const rows = await ownerQuery<{ n: number }>(
        app.database,
        sql`select count(*)::int as n from ${sql.table(table)} t where t::text like ${`%${secret}%`}`,
      )
      expect({ table, n: rows[0]?.n }).toEqual({ table, n: 0 })
    }
  })

  it.each(CUSTOMER_SORTS)('are seen once each on a walk, sorted by %s', async (sort) => {
    const whole = await sales().customers.list({ sort, limit: 200 })
    expect(whole.data.length).toBeGreaterThan(5)
    const seen: string[] = []
    for await (const { id } of sales().customers.each({ sort, limit: 2 })) seen.push(id)
    expect(seen).toEqual(whole.data.map((c) => c.id))
  })
})
