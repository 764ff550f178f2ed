import type { LeadInput, LeadListQuery } from '@insa/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS } from '../../testing/test-database.ts'

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
