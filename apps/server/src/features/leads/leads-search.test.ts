import type { LeadInput, LeadListQuery } from '@insa/contracts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'

const LEADS: (LeadInput & { company_name: string })[] = [
  { company_name: 'Müller Anlagenbau', city: 'Köln', country: 'Germany', source: 'Website' },
  { company_name: 'MÜLLEREI OBERLAND', message: '100% Umstellung auf TIA_Portal' },
  { company_name: 'Acme Steel', message: 'Retrofit of 100 drives', lead_owner: 'ana@acme.example' },
  { company_name: 'Backslash \\ Sons', industry: 'Food', status: 'Open' },
  { company_name: 'Ñandú Energía', lead_name: 'José Peña', email_id: 'jose@nandu.example.com' },
]

describe.each(DATABASE_KINDS)('finding leads on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind, working: false })
    for (const lead of LEADS) await app.acme.as('sales').leads.create(lead)
    await app.globex.as('sales').leads.create({ company_name: 'Müller at the competitor' })
  })
  afterAll(() => app.close())

  const find = async (query: Partial<LeadListQuery>) =>
    (await app.acme.as('viewer').leads.list({ sort: 'created_at', ...query })).data.map((l) =>
      LEADS.findIndex((x) => x.company_name === l.company_name),
    )

  it.each([
    ['a word in any case', 'mÜlLeR', [0, 1]],
    ['several words in any order, in any field', 'köln müller', [0]],
    ['words of the message', 'retrofit', [2]],
    ['a part of an e-mail address', 'jose@nandu', [4]],
    ['an accented word', 'PEÑA', [4]],
    ['an accented word by its plain letters', 'nandu energia', [4]],
    ['a word by letters with marks it does not have', 'ácme', [2]],
    ['an accent that stands apart from its letter', 'mu\u0308ller', [0, 1]],
    ['a percent sign as itself', '100%', [1]],
    ['an underscore as itself', 'tia_portal', [1]],
    ['an underscore as no wildcard', 'a_me', []],
    ['a backslash as itself', '\\', [3]],
    ['nothing for what nobody said', 'zzz', []],
    ['everything for blanks', '   ', [0, 1, 2, 3, 4]],
    ['a quote without harm', "'; drop table leads; --", []],
  ])('finds %s', async (_what, q, wanted) => expect(await find({ q })).toEqual(wanted))

  it.each<[Partial<LeadListQuery>, number[]]>([
    [{ country: 'Germany' }, [0]],
    [{ source: 'Website' }, [0]],
    [{ status: 'Open' }, [3]],
    [{ industry: 'Food' }, [3]],
    [{ lead_owner: 'ana@acme.example' }, [2]],
    [{ qualification_status: 'Qualified' }, []],
    [{ priority: 'IMMEDIATE' }, []],
    [{ recommended_action: 'nurture' }, []],
    [{ country: 'Germany', q: 'müller' }, [0]],
    [{ country: 'France', q: 'müller' }, []],
  ])('filters by %j', async (query, wanted) => expect(await find(query)).toEqual(wanted))

  it.each(['limit=0', 'limit=201', 'limit=many', 'sort=shoe_size', 'shoe_size=38', 'status=Warm'])(
    'refuses ?%s with 422',
    async (query) =>
      expect(
        (await app.request(`/api/v1/leads?${query}`, { key: app.acme.keys.viewer })).status,
      ).toBe(422),
  )
})

/** More than are looked up one by one, so that the list is walked instead. */
const MANY = 1_100

describe.each(DATABASE_KINDS)('a word that very many leads contain on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind, working: false })
    await ownerQuery(
      app.database,
      sql`insert into leads (id, organization_id, company_name, industry, created_at)
        select gen_random_uuid(), case when n % 11 = 0 then ${app.globex.id}::uuid else ${app.acme.id}::uuid end,
          'Müller 100% ' || n, case when n % 100 = 1 then 'Mining' else 'Food' end, now() - make_interval(mins => n)
        from generate_series(1, ${MANY * 1.1}::int) n`,
    )
  })
  afterAll(() => app.close())
  const list = (query: Partial<LeadListQuery>) => app.acme.as('viewer').leads.list(query)
  const numbers = async (query: Partial<LeadListQuery>) =>
    (await list(query)).data.map((l) => Number(l.company_name?.split(' ')[2]))

  it('finds them in the order of the list', async () => {
    expect(await numbers({ q: 'MULLER', limit: 5 })).toEqual([1, 2, 3, 4, 5])
    expect(await numbers({ q: 'müller', limit: 3, sort: 'created_at' })).toEqual([
      1_209, 1_208, 1_207,
    ])
  })

  it('finds each once, page after page, and none of another organization', async () => {
    const seen: string[] = []
    for await (const { id } of app.acme.as('viewer').leads.each({ q: 'müller 100%', limit: 200 }))
      seen.push(id)
    expect([seen.length, new Set(seen).size]).toEqual([MANY, MANY])
  })

  it('finds those that contain the other words too, and that the filters let through', async () => {
    expect(await numbers({ q: 'muller 1203' })).toEqual([1_203])
    expect(await numbers({ q: 'muller', industry: 'Mining', limit: 3 })).toEqual([1, 101, 201])
    expect(await numbers({ q: 'muller 1_0%' })).toEqual([])
    expect(await numbers({ q: 'muller nobody' })).toEqual([])
  })
})
