import type { LeadInput } from '@insa/contracts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'
import { compare } from './find-duplicates.ts'

describe.each(DATABASE_KINDS)('duplicates on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind, working: false })
  })
  afterAll(() => app.close())
  const create = (lead: LeadInput) => app.acme.as('sales').leads.create(lead)
  const duplicatesOf = async (id: string) => (await app.acme.as('viewer').leads.duplicates(id)).data

  it('are sure where the e-mail address is the same, whatever its case', async () => {
    const one = await create({ email_id: 'ana@same.example.com', lead_name: 'Ana' })
    const other = await create({ email_id: 'ANA@same.example.com', lead_name: 'Somebody else' })
    expect(await duplicatesOf(one.id)).toMatchObject([
      { lead: { id: other.id }, confidence: 1, reasons: ['Same e-mail address'] },
    ])
    expect(await duplicatesOf(other.id)).toMatchObject([{ lead: { id: one.id } }])
  })

  it('are likely where company and person are written alike', async () => {
    const one = await create({ company_name: 'Hüttenwerke Süd GmbH', lead_name: 'Jörg Weiß' })
    const other = await create({ company_name: 'Hüttenwerke Süd', lead_name: 'Weiß, Jorg' })
    const [found] = await duplicatesOf(one.id)
    expect(found?.lead.id).toBe(other.id)
    expect(found?.confidence).toBeGreaterThan(0.6)
    expect(found?.confidence).toBeLessThan(1)
    expect(found?.reasons).toEqual(['Similar company', 'Same name'])
  })

  it('are nobody where two people of one big provider write', async () => {
    const one = await create({ company_name: 'Panadería Sol', email_id: 'sol@gmail.com' })
    await create({ company_name: 'Bridge Ltd', email_id: 'bridge@gmail.com' })
    expect(await duplicatesOf(one.id)).toEqual([])
  })

  it('are never another organization’s leads', async () => {
    const one = await create({ company_name: 'Unique Foundry', email_id: 'u@unique.example.com' })
    await app.globex
      .as('sales')
      .leads.create({ company_name: 'Unique Foundry', email_id: 'u@unique.example.com' })
    expect(await duplicatesOf(one.id)).toEqual([])
  })

  it('are shown, not merged: both leads stay [leads.duplicates]', async () => {
    const [one, other] = [
      await create({ email_id: 'both@stay.example.com' }),
      await create({ email_id: 'both@stay.example.com' }),
    ]
    await duplicatesOf(one.id)
    expect((await app.acme.as('viewer').leads.get(other.id)).id).toBe(other.id)
  })
})

describe.each(DATABASE_KINDS)(
  'duplicates among very many companies that are alike on %s',
  (kind) => {
    let app: TestApp
    beforeAll(async () => {
      app = await testApp({ database: kind, working: false })
      await ownerQuery(
        app.database,
        sql`insert into leads (id, organization_id, company_name)
        select gen_random_uuid(), ${app.acme.id}::uuid, 'Industrias Metalúrgicas ' || md5(n::text) from generate_series(1, 1500) n`,
      )
    })
    afterAll(() => app.close())
    const create = (lead: LeadInput) => app.acme.as('sales').leads.create(lead)
    const duplicatesOf = async (id: string) =>
      (await app.acme.as('viewer').leads.duplicates(id)).data

    it('begin with those that are surely the same', async () => {
      const mail = 'ventas@baskonia.example.com'
      const one = await create({ company_name: 'Industrias Metalúrgicas Baskonia', email_id: mail })
      const typo = await create({ company_name: 'Industrias Metalúrgicas Baskonja' })
      const same = await create({ company_name: 'INDUSTRIAS METALÚRGICAS BASKONIA' })
      const sameMail = await create({ lead_name: 'Somebody', email_id: mail })
      const found = await duplicatesOf(one.id)
      expect(found.slice(0, 3).map((d) => d.lead.id)).toEqual([sameMail.id, same.id, typo.id])
      expect(found[0]?.confidence).toBe(1)
    })
  },
)

describe('compare', () => {
  const lead = { lead_name: null, company_name: null, email_id: null, phone: null }

  it('grows surer with every reason', () => {
    const a = { ...lead, lead_name: 'Ana Ruiz', phone: '+34 944 123 456' }
    const name = compare(a, { ...lead, lead_name: 'Ana Ruiz' }, 0)
    const both = compare(a, { ...a, phone: '944123456' }, 0)
    expect(both.confidence).toBeGreaterThan(name.confidence)
    expect(both.reasons).toEqual(['Same name', 'Same phone number'])
  })

  it('finds nothing in two leads that say nothing', () => {
    expect(compare(lead, lead, 0)).toEqual({ confidence: 0, reasons: [] })
  })
})
