import { LEAD_SORTS, type Lead, type LeadInput } from '@insa/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS } from '../../testing/test-database.ts'

/** Ties, empty names, capitals, accents, and letters whose lower case JavaScript and PostgreSQL write differently. */
const COMPANIES = ['Zeta', 'zeta', 'ΟΔΟΣ', 'İstanbul Otomasyon', 'ÄNDERUNG AG', 'ẞ', 'Acme', 'Acme']
const LEADS: LeadInput[] = Array.from({ length: 24 }, (_, i) => ({
  email_id: `lead-${i}@example.com`,
  ...(i % 5 === 0 ? {} : { company_name: COMPANIES[i % COMPANIES.length] }),
  ...(i % 3 === 0 ? {} : { lead_name: COMPANIES[(i * 3) % COMPANIES.length] }),
}))

describe.each(DATABASE_KINDS)('walking the pages of a list on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind, working: false })
    for (const lead of LEADS) await app.acme.as('sales').leads.create(lead)
  })
  afterAll(() => app.close())

  it.each(LEAD_SORTS)('sees every lead once, sorted by %s [leads.list]', async (sort) => {
    const seen: Lead[] = []
    for await (const lead of app.acme.as('viewer').leads.each({ sort, limit: 5 })) seen.push(lead)
    const wanted = LEADS.map((l) => l.email_id).sort()
    expect(
      seen
        .map((l) => l.email_id)
        .filter((e) => wanted.includes(e))
        .sort(),
    ).toEqual(wanted)
    expect(new Set(seen.map((l) => l.id)).size).toBe(seen.length)
    const whole = await app.acme.as('viewer').leads.list({ sort, limit: 200 })
    expect(seen.map((l) => l.id)).toEqual(whole.data.map((l) => l.id))
  })

  it.each(LEAD_SORTS)(
    'misses none and repeats none of what was there when leads come in meanwhile, sorted by %s',
    async (sort) => {
      const client = app.acme.as('sales')
      const there = (await client.leads.list({ sort, limit: 200 })).data.map((l) => l.id)
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await client.leads.list({ sort, limit: 12, cursor })
        seen.push(...page.data.map((l) => l.id))
        cursor = page.next_cursor ?? undefined
        await client.leads.create({ company_name: 'Acme', lead_name: 'zeta', source: 'meanwhile' })
      } while (cursor)
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.filter((id) => there.includes(id))).toEqual(there)
    },
  )

  it('finds those that nobody has scored yet [leads.list]', async () => {
    const client = app.acme.as('sales')
    const { id } = await client.leads.create({ company_name: 'To be overridden' })
    const ids = async (scored: 'yes' | 'no') =>
      (await client.leads.list({ scored, limit: 200 })).data.map((l) => l.id)
    expect(await ids('no')).toContain(id)
    expect(await ids('yes')).not.toContain(id)
    await app.database.tenant(app.acme.id, ({ db }) =>
      db.updateTable('leads').set({ effective_score: 50 }).where('id', '=', id).execute(),
    )
    expect(await ids('yes')).toEqual([id])
    expect(await ids('no')).not.toContain(id)
  })

  it('says on the last page that there is no next one', async () => {
    const { data, next_cursor } = await app.acme.as('viewer').leads.list({ limit: 200 })
    expect(data.length).toBeLessThan(200)
    expect(next_cursor).toBeNull()
  })

  it.each([
    'garbage',
    Buffer.from('{}').toString('base64url'),
    Buffer.from('["x","not-an-id"]').toString('base64url'),
    Buffer.from('["not a date","01890000-0000-7000-8000-000000000000"]').toString('base64url'),
    Buffer.from('[7,"01890000-0000-7000-8000-000000000000"]').toString('base64url'),
    Buffer.from('["0000-01-01T00:00:00Z","01890000-0000-7000-8000-000000000000"]').toString(
      'base64url',
    ),
    Buffer.from('[null,"01890000-0000-7000-8000-000000000000"]').toString('base64url'),
  ])('refuses the cursor %s, which it did not make, with 422', async (cursor) => {
    const { status, body } = await app.request(`/api/v1/leads?cursor=${cursor}`, {
      key: app.acme.keys.viewer,
    })
    expect({ status, path: body.errors?.[0]?.path }).toEqual({ status: 422, path: 'cursor' })
  })

  it.each(LEAD_SORTS)(
    'refuses the cursor of another sort or takes it, never fails, for %s',
    async (sort) => {
      for (const other of LEAD_SORTS) {
        const { next_cursor } = await app.acme.as('viewer').leads.list({ sort: other, limit: 1 })
        const { status } = await app.request(`/api/v1/leads?sort=${sort}&cursor=${next_cursor}`, {
          key: app.acme.keys.viewer,
        })
        expect([200, 422]).toContain(status)
      }
    },
  )
})
