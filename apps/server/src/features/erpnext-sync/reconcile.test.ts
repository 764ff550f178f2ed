import { DEFAULT_ERPNEXT_SYNC, SYNCED_FIELDS, type SyncedField } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import type { LeadValues } from './lead-values.ts'
import { readLead, type SiteFields, writeLead } from './lead-values.ts'
import { reconcile } from './reconcile.ts'

const { winners } = DEFAULT_ERPNEXT_SYNC
const lead = (values: Partial<LeadValues>): LeadValues => ({
  ...(Object.fromEntries(SYNCED_FIELDS.map((f) => [f, null])) as LeadValues),
  status: 'Lead',
  qualification_status: 'Unqualified',
  company_name: 'Plant',
  ...values,
})

describe('two versions of a lead', () => {
  it('a field that one side has changed goes to the other', () => {
    const base = lead({ city: 'Bonn', phone: '1' })
    const out = reconcile(
      base,
      lead({ city: 'Ulm', phone: '1' }),
      lead({ city: 'Bonn', phone: '2' }),
      winners,
    )
    expect([out.toTheirs, out.toOurs, out.conflicts]).toEqual([{ city: 'Ulm' }, { phone: '2' }, []])
    expect(out.base).toMatchObject({ city: 'Bonn', phone: '2' })
  })

  it('a field that both have changed goes by its rule, and is told', () => {
    const base = lead({ city: 'Bonn', message: 'a' })
    const ours = lead({ city: 'Ulm', message: 'b' })
    const theirs = lead({ city: 'Kiel', message: 'c' })
    const out = reconcile(base, ours, theirs, winners)
    expect(out.toOurs).toEqual({ city: 'Kiel' })
    expect(out.toTheirs).toEqual({ message: 'b' })
    expect(out.conflicts).toEqual([
      { field: 'city', ours: 'Ulm', theirs: 'Kiel', taken: 'theirs' },
      { field: 'message', ours: 'b', theirs: 'c', taken: 'ours' },
    ])
  })

  it('where a person is asked, neither side is touched', () => {
    const asking = { ...winners, city: 'ask' as const }
    const out = reconcile(lead({ city: 'a' }), lead({ city: 'b' }), lead({ city: 'c' }), asking)
    expect([out.toOurs, out.toTheirs, out.base.city]).toEqual([{}, {}, 'a'])
    expect(out.conflicts).toMatchObject([{ field: 'city', taken: null }])
  })

  it('both having changed it to the same is no conflict', () => {
    const out = reconcile(lead({ city: 'a' }), lead({ city: 'b' }), lead({ city: 'b' }), winners)
    expect([out.toOurs, out.toTheirs, out.conflicts, out.base.city]).toEqual([{}, {}, [], 'b'])
  })

  it('at the first meeting what one side lacks is filled, and a default of the site is no word of anybody', () => {
    const ours = lead({ city: 'Ulm', no_of_employees: '51-200' })
    const out = reconcile({}, ours, lead({ phone: '2', no_of_employees: '1-10' }), winners)
    expect(out.toOurs).toEqual({ phone: '2' })
    expect(out.toTheirs).toEqual({ city: 'Ulm', no_of_employees: '51-200' })
  })

  it('a state of ours is not lost where the site had one of its own for a while', () => {
    const custom = reconcile(lead({}), lead({}), lead({ status: null }), winners)
    const after = reconcile(custom.base, lead({ status: 'Replied' }), lead({}), winners)
    expect([after.toTheirs, after.toOurs]).toEqual([{ status: 'Replied' }, {}])
    const [ours, theirs] = [lead({ status: 'Replied' }), lead({ status: 'Open' })]
    const out = reconcile(lead({ status: null }), ours, theirs, winners)
    expect(out.conflicts).toMatchObject([{ field: 'status', ours: 'Replied', theirs: 'Open' }])
  })

  it('what names the lead is not taken away', () => {
    const base = lead({ company_name: 'Plant' })
    const out = reconcile(base, base, lead({ company_name: null }), winners)
    expect(out.toOurs).toEqual({})
  })
})

const fields: SiteFields = {
  source: 'utm_source',
  has: new Set([...SYNCED_FIELDS, 'first_name', 'last_name', 'utm_source']),
  links: new Map<SyncedField, string>(),
}

describe('the fields of a lead in ERPNext', () => {
  it('a name that ERPNext has filled in is nobody’s', () => {
    const named = { name: 'L', lead_name: 'Plant', company_name: 'Plant' }
    expect(readLead(named, [], fields).lead_name).toBeNull()
    expect(readLead({ ...named, first_name: 'Plant' }, [], fields).lead_name).toBe('Plant')
    const mailed = { name: 'L', lead_name: 'info', email_id: 'info@plant.example' }
    expect(readLead(mailed, [], fields).lead_name).toBeNull()
    expect(readLead({ name: 'L', lead_name: 'Ada' }, [], fields).lead_name).toBe('Ada')
  })

  it('reads what it wrote from its notes, a status that it does not know not at all, and version 16’s source', () => {
    const read = readLead(
      {
        name: 'L',
        company_name: 'P\u0000',
        status: 'Made up',
        utm_source: 'Fair',
        annual_revenue: 0,
      },
      ['one', 'two'],
      fields,
    )
    expect(read).toMatchObject({
      ...{ message: 'one\n\ntwo', status: null, source: 'Fair' },
      ...{ annual_revenue: null, company_name: 'P' },
    })
  })

  it('writes a name as its parts, and only fields that the site has', () => {
    const out = writeLead({ lead_name: 'Ana María Ruiz', source: 'Fair', message: 'hi' }, fields)
    expect(out).toEqual({
      ...{ first_name: 'Ana María', last_name: 'Ruiz', lead_name: 'Ana María Ruiz' },
      utm_source: 'Fair',
    })
  })
})
