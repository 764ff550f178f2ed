import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Row } from './doctype.ts'
import { type ErpnextDouble, startErpnextDouble } from './erpnext-double.ts'
import { dataOf, messagesOf, type Raw, rawClient } from './raw-client.ts'

let double: ErpnextDouble
let raw: Raw
let year: string

beforeAll(async () => {
  double = await startErpnextDouble()
  raw = rawClient(double)
  year = double.site.clock.year()
})
afterAll(() => double.stop())

const insert = async (doctype: string, body: Row) =>
  dataOf(await raw('POST', `resource/${doctype}`, { body }))
const read = async (doctype: string, name: unknown) =>
  dataOf(await raw('GET', `resource/${doctype}/${encodeURIComponent(String(name))}`))
const change = (doctype: string, name: unknown, body: Row) =>
  raw('PUT', `resource/${doctype}/${encodeURIComponent(String(name))}`, { body })

describe('5: what a request is read as', () => {
  it('a JSON body replaces the query, `data` may wrap the document', async () => {
    const body = { fields: '["name"]', limit_page_length: 1 }
    const rows = await raw('GET', 'method/frappe.client.get_list', { query: { doctype: 'Lead' } })
    expect(rows.status).toBe(200)
    const replaced = await raw('POST', 'method/frappe.client.get_list', {
      query: { doctype: 'Lead' },
      body,
    })
    expect(replaced.status).toBe(500) // the doctype of the query is gone
    const wrapped = await insert('Lead', { data: { company_name: 'Wrapped' } })
    expect(wrapped.company_name).toBe('Wrapped')
    const array = { doctype: 'Lead', fields: ['name'] }
    const asArray = await raw('POST', 'method/frappe.client.get_list', { body: array })
    expect(asArray.status).toBe(200)
  })

  it('unknown fields vanish without a word, a name counts only where the DocType asks for it', async () => {
    const lead = await insert('Lead', { company_name: 'Odd', budget: 7, name: 'MINE' })
    expect(lead).not.toHaveProperty('budget')
    expect(lead.name).not.toBe('MINE')
    const type = await raw('POST', 'resource/Opportunity Type', {
      as: 'setup',
      body: { name: 'Retrofit' },
    })
    expect(dataOf(type).name).toBe('Retrofit')
  })
})

describe('6: defaults and checks', () => {
  it('a Select takes its first option, the user and today are filled in', async () => {
    const lead = await insert('Lead', { company_name: 'Defaults', qualification_status: null })
    expect(lead).toMatchObject({
      no_of_employees: '1-10',
      qualification_status: 'Unqualified',
      lead_owner: 'crm@insa.example',
      status: 'Lead',
    })
    const project = await insert('Project', { project_name: 'P' })
    expect(project).toMatchObject({ is_active: 'Yes', priority: 'Medium', status: 'Open' })
    const opportunity = await insert('Opportunity', {
      opportunity_from: 'Lead',
      party_name: lead.name,
    })
    expect(opportunity.transaction_date).toBe(double.site.clock.today())
  })

  it('links are checked before rights', async () => {
    const body = { company_name: 'X', territory: 'Mars', source: 'LinkedIn' }
    const nobody = await raw('POST', 'resource/Lead', { as: 'nobody', body })
    expect([nobody.status, nobody.json?.exc_type]).toEqual([417, 'LinkValidationError'])
    expect(messagesOf(nobody)[0]?.message).toBe('Could not find Source: LinkedIn, Territory: Mars')
    const denied = await raw('POST', 'resource/Lead', { as: 'nobody', body: { company_name: 'X' } })
    expect(denied.status).toBe(403)
    expect(denied.json?._error_message).toBe(
      'Insufficient Permission for Lead (<strong>create</strong>)',
    )
    const cased = await insert('Lead', { company_name: 'Cased', country: 'germany' })
    expect(cased.country).toBe('Germany')
  })

  it('all mandatory fields are told at once, after the controller; a wrong option alone', async () => {
    const task = await raw('POST', 'resource/Event', { body: {} })
    expect(task.json?.exception).toMatch(
      /^frappe\.exceptions\.MandatoryError: \[Event, EV\d{5}\]: subject, starts_on$/,
    )
    expect(messagesOf(task).map((m) => m.message)).toEqual([
      'Error: Value missing for Event: Subject',
      'Error: Value missing for Event: Starts On',
    ])
    expect(messagesOf(task)[0]).not.toHaveProperty('indicator')
    const bad = await raw('POST', 'resource/Lead', { body: { company_name: 'X', status: 'Foo' } })
    expect(messagesOf(bad)[0]?.message).toMatch(
      /^ Status cannot be "Foo"\. It should be one of "Lead"/,
    )
    const child = await raw('POST', 'resource/Quotation', {
      body: { quotation_to: 'Lead', party_name: 'CRM-LEAD-NONE', items: [{ item_code: 'NOPE' }] },
    })
    expect(messagesOf(child)[0]?.message).toBe(
      'Could not find Party: CRM-LEAD-NONE, Row #1: Item Code: NOPE',
    )
    const long = await raw('POST', 'resource/Lead', { body: { company_name: 'x'.repeat(141) } })
    expect(long.json?.exc_type).toBe('CharacterLengthExceededError')
  })
})

describe('7: changes', () => {
  it('replaces tables as a whole, keeps rows by their name, leaves alone what is not sent', async () => {
    const contact = await insert('Contact', {
      first_name: 'Tab',
      email_ids: [{ email_id: 'a@x.example', is_primary: 1 }, { email_id: 'b@x.example' }],
    })
    const [a] = contact.email_ids as Row[]
    await change('Contact', contact.name, { email_ids: [{ ...a }, { email_id: 'c@x.example' }] })
    const after = await read('Contact', contact.name)
    const emails = after.email_ids as Row[]
    expect(emails.map((e) => e.email_id)).toEqual(['a@x.example', 'c@x.example'])
    expect(emails[0]?.name).toBe(a?.name)
    await change('Contact', contact.name, { designation: 'Chief' })
    expect((await read('Contact', contact.name)).email_ids).toHaveLength(2)
  })

  it('compares `modified` only if it is sent, and every save changes it by the microsecond', async () => {
    const lead = await insert('Lead', { company_name: 'Lock' })
    expect(lead.modified).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/)
    const first = await change('Lead', lead.name, { city: 'Bonn', modified: lead.modified })
    expect(first.status).toBe(200)
    expect(dataOf(first).modified).not.toBe(lead.modified)
    const stale = await change('Lead', lead.name, { city: 'Ulm', modified: lead.modified })
    expect([stale.status, stale.json?.exc_type]).toEqual([417, 'TimestampMismatchError'])
    const blind = await change('Lead', lead.name, { city: 'Ulm' })
    expect(blind.status).toBe(200)
    const whole = await raw('POST', 'method/frappe.client.save', {
      body: { doc: { doctype: 'Lead', name: lead.name, city: 'Jena' } },
    })
    expect(whole.json?.exc_type).toBe('TimestampMismatchError')
    const constant = await change('Lead', lead.name, { naming_series: 'X-' })
    expect(constant.json?.exc_type).toBe('CannotChangeConstantError')
  })

  it('a GET changes nothing, and a failed write takes everything back', async () => {
    const lead = await insert('Lead', { company_name: 'Get' })
    const path = `resource/Lead/${lead.name}`
    await raw('GET', path, { query: { run_method: 'add_note', note: 'x' } })
    expect((await read('Lead', lead.name)).notes).toEqual([])
    const contacts = double.site.db.rows('Contact').length
    await raw('POST', 'method/frappe.client.insert_many', {
      body: { docs: [{ doctype: 'Lead', company_name: 'Ok' }, { doctype: 'Lead' }] },
    })
    expect(double.site.db.rows('Contact').length).toBe(contacts)
  })
})

describe('8: names', () => {
  it('series count per year, and the last number is given back', async () => {
    const lead = await insert('Lead', { company_name: 'Series' })
    expect(lead.name).toMatch(new RegExp(`^CRM-LEAD-${year}-\\d{5}$`))
    await raw('DELETE', `resource/Lead/${lead.name}`)
    expect((await insert('Lead', { company_name: 'Series 2' })).name).toBe(lead.name)
    expect((await insert('Task', { subject: 'T' })).name).toBe(`TASK-${year}-00001`)
  })

  it('hashes have ten letters, notes integers, contacts and addresses their people’s names', async () => {
    const lead = await insert('Lead', { first_name: 'Nina', company_name: 'Names' })
    const [contact] = double.site.db
      .rows('Contact')
      .filter((c) => (c.links as Row[]).some((l) => l.link_name === lead.name))
    expect(contact?.name).toBe(`Nina-${lead.name}`)
    expect((await insert('ToDo', { description: 'd' })).name).toMatch(/^[0-9a-v]{10}$/)
    await raw('POST', `resource/Lead/${lead.name}`, { body: { run_method: 'add_note', note: 'n' } })
    const [note] = (await read('Lead', lead.name)).notes as Row[]
    expect(note).toMatchObject({
      name: expect.any(Number),
      note: 'n',
      added_by: 'crm@insa.example',
    })
    const address = await insert('Address', {
      address_title: 'Names',
      address_type: 'Plant',
      address_line1: 'Road 1',
      city: 'Kiel',
      country: 'Germany',
    })
    expect(address.name).toBe('Names-Plant')
  })
})

describe('9: what a lead sets off', () => {
  it('a second lead with the same address is refused with 409', async () => {
    await insert('Lead', { company_name: 'One', email_id: 'one@dup.example' })
    const second = await raw('POST', 'resource/Lead', { body: { email_id: 'ONE@dup.example' } })
    expect([second.status, second.json?.exc_type]).toEqual([409, 'DuplicateEntryError'])
    expect(messagesOf(second)[0]?.message).toContain('Email Address must be unique')
  })

  it('opportunity, quotation and customer set the lead’s status, and a manual one does not stick', async () => {
    const lead = await insert('Lead', { company_name: 'Flow', email_id: 'flow@x.example' })
    await insert('Opportunity', { opportunity_from: 'Lead', party_name: lead.name })
    expect((await read('Lead', lead.name)).status).toBe('Opportunity')
    expect(dataOf(await change('Lead', lead.name, { status: 'Open' })).status).toBe('Opportunity')
    const quotation = await insert('Quotation', {
      quotation_to: 'Lead',
      party_name: lead.name,
      items: [{ item_code: 'ENG-HOUR', qty: 2, rate: 100 }],
    })
    expect(quotation).toMatchObject({ status: 'Draft', grand_total: 200, currency: 'EUR' })
    const submitted = await change('Quotation', quotation.name, { docstatus: 1 })
    expect(dataOf(submitted)).toMatchObject({ docstatus: 1, status: 'Open' })
    expect((await read('Lead', lead.name)).status).toBe('Quotation')
    const after = await change('Quotation', quotation.name, { order_type: 'Maintenance' })
    expect(after.json?.exc_type).toBe('UpdateAfterSubmitError')
    await insert('Customer', { customer_name: 'Flow', lead_name: lead.name })
    expect((await read('Lead', lead.name)).status).toBe('Converted')
    const blocked = await raw('DELETE', `resource/Lead/${lead.name}`, { as: 'setup' })
    expect(blocked.json?.exc_type).toBe('LinkExistsError')
    expect(messagesOf(blocked)[0]?.message).toContain('You can disable this Lead')
  })

  it('an opportunity copies what is empty from its lead, custom fields too', async () => {
    await raw('POST', 'resource/Custom Field', {
      as: 'setup',
      body: { dt: 'Lead', fieldname: 'custom_area', fieldtype: 'Data' },
    })
    await raw('POST', 'resource/Custom Field', {
      as: 'setup',
      body: { dt: 'Opportunity', fieldname: 'custom_area', fieldtype: 'Data' },
    })
    const lead = await insert('Lead', {
      company_name: 'Copy',
      custom_area: 'North',
      website: 'copy.example',
      no_of_employees: '1000+',
    })
    const made = await insert('Opportunity', { opportunity_from: 'Lead', party_name: lead.name })
    expect(made).toMatchObject({ custom_area: 'North', website: 'copy.example', title: 'Copy' })
    expect(made.no_of_employees).toBe('1-10')
  })
})

describe('10: mappers', () => {
  it('return an unsaved document, and saving is separate', async () => {
    const lead = await insert('Lead', { company_name: 'Mapped', email_id: 'm@mapped.example' })
    const reply = await raw('GET', 'method/erpnext.crm.doctype.lead.lead.make_opportunity', {
      query: { source_name: String(lead.name) },
    })
    const draft = reply.json?.message as Row
    expect(draft).toMatchObject({ __islocal: 1, __unsaved: 1, party_name: lead.name })
    expect(draft).not.toHaveProperty('name')
    expect(double.site.db.rows('Opportunity').some((o) => o.party_name === lead.name)).toBe(false)
    const saved = await insert('Opportunity', draft)
    expect(saved.name).toMatch(new RegExp(`^CRM-OPP-${year}-`))
    const customer = await raw('POST', 'method/frappe.model.mapper.make_mapped_doc', {
      body: {
        method: 'erpnext.crm.doctype.opportunity.opportunity.make_customer',
        source_name: saved.name,
      },
    })
    expect(customer.json?.message).toMatchObject({ lead_name: lead.name, customer_name: 'Mapped' })
  })
})

describe('11: rights', () => {
  it('follow roles, and fields without access are silently missing', async () => {
    expect((await raw('GET', 'resource/Custom Field')).status).toBe(403)
    expect((await raw('GET', 'resource/Project', { as: 'nobody' })).status).toBe(403)
    await raw('POST', 'resource/Custom Field', {
      as: 'setup',
      body: { dt: 'Lead', fieldname: 'custom_margin', fieldtype: 'Float', permlevel: 1 },
    })
    const lead = await insert('Lead', { company_name: 'Level', custom_margin: 3 })
    expect(lead).not.toHaveProperty('custom_margin')
    const rows = await raw('GET', 'resource/Lead', { query: { fields: ['name', 'custom_margin'] } })
    expect(dataOf<Row[]>(rows)[0]).not.toHaveProperty('custom_margin')
  })

  it('frappe.client.get_count asks for none, reportview’s does', async () => {
    const count = (method: string) =>
      raw('GET', `method/${method}`, { as: 'nobody', query: { doctype: 'Lead' } })
    expect((await count('frappe.client.get_count')).json?.message).toBeGreaterThan(0)
    expect((await count('frappe.desk.reportview.get_count')).status).toBe(403)
  })

  it('a private event is its owner’s', async () => {
    const event = await insert('Event', { subject: 'Mine', starts_on: '2026-01-01 10:00:00' })
    const other = await raw('GET', `resource/Event/${event.name}`, { as: 'nobody' })
    expect(messagesOf(other)[0]?.message).toContain('does not have access to this document: Event')
  })
})

describe('15: customizing', () => {
  const body = {
    name: 'Site Survey',
    module: 'CRM',
    custom: 1,
    autoname: 'format:SS-{YYYY}-{#####}',
    fields: [
      { fieldname: 'lead', label: 'Lead', fieldtype: 'Link', options: 'Lead', reqd: 1 },
      { fieldname: 'facts', label: 'Facts', fieldtype: 'JSON' },
    ],
    permissions: [{ role: 'Sales User', read: 1, write: 1, create: 1 }],
  }

  it('a DocType counts at once, also when a later step fails, and keeps JSON as text', async () => {
    const made = await raw('POST', 'resource/DocType', { as: 'setup', body })
    expect(made.status).toBe(200)
    const failed = await raw('POST', 'resource/DocType', {
      as: 'setup',
      body: { ...body, name: 'Second', fields: [{ fieldname: 'name', fieldtype: 'Data' }] },
    })
    expect(failed.status).toBe(417)
    const lead = await insert('Lead', { company_name: 'Surveyed' })
    const doc = await insert('Site Survey', { lead: lead.name, facts: { plc: 'S5' } })
    expect(doc).toMatchObject({ name: `SS-${year}-00001`, facts: '{"plc":"S5"}' })
    const list = await raw('POST', 'resource/Site Survey', {
      body: { lead: lead.name, facts: [1] },
    })
    expect(messagesOf(list)[0]?.message).toBe('Value for Facts cannot be a list')
    const twice = await raw('POST', 'resource/DocType', { as: 'setup', body })
    expect(twice.status).toBe(409)
    const standard = { ...body, name: 'Standard', custom: 0 }
    const refused = await raw('POST', 'resource/DocType', { as: 'setup', body: standard })
    expect(refused.json?.exc_type).toBe('CannotCreateStandardDoctypeError')
  })

  it('a custom field is there at once, and a second one is 417, not 409', async () => {
    const field = { dt: 'Lead', label: 'OT Risk', fieldtype: 'Int' }
    const made = await raw('POST', 'resource/Custom Field', { as: 'setup', body: field })
    expect(dataOf(made).name).toBe('Lead-custom_ot_risk')
    const lead = await insert('Lead', { company_name: 'Risky', custom_ot_risk: 7 })
    expect(lead.custom_ot_risk).toBe(7)
    const again = await raw('POST', 'resource/Custom Field', { as: 'setup', body: field })
    expect([again.status, again.json?.exc_type]).toEqual([417, 'ValidationError'])
  })
})

describe('deletions and renames', () => {
  it('a deletion stands in Deleted Document, a rename moves every link and no `modified`', async () => {
    const lead = await insert('Lead', { company_name: 'Gone' })
    await raw('DELETE', `resource/Lead/${lead.name}`)
    const deleted = await raw('GET', 'resource/Deleted Document', {
      as: 'setup',
      query: { fields: ['deleted_name'], filters: { deleted_doctype: 'Lead' } },
    })
    expect(dataOf(deleted)).toContainEqual({ deleted_name: lead.name })
    const customer = await insert('Customer', { customer_name: 'Old Name' })
    const project = await insert('Project', { project_name: 'Linked', customer: 'Old Name' })
    await raw('POST', 'method/frappe.client.rename_doc', {
      as: 'setup',
      body: { doctype: 'Customer', old_name: 'Old Name', new_name: 'New Name' },
    })
    expect((await read('Customer', 'New Name')).modified).toBe(customer.modified)
    expect((await read('Project', project.name)).customer).toBe('New Name')
    expect((await raw('GET', 'resource/Customer/Old Name')).status).toBe(404)
  })
})

describe('a site of version 16', () => {
  it('has other names for where a lead came from, and an order of its own', async () => {
    const other = await startErpnextDouble({ version: 16 })
    const ask = rawClient(other)
    const query = { fields: ['utm_source', 'modified'], limit: '0' }
    const rows = dataOf<Row[]>(await ask('GET', 'resource/Lead', { query }))
    expect(rows.map((r) => r.modified)).toEqual(
      rows
        .map((r) => r.modified)
        .toSorted()
        .toReversed(),
    )
    const old = await ask('GET', 'resource/Lead', { query: { fields: ['source'] } })
    expect(old.json?.exc_type).toBe('DataError')
    await other.stop()
  })
})
