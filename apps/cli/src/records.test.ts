import { describe, expect, it } from 'vitest'
import { fakeServer, page } from './testing/fake-server.ts'
import { runInsa } from './testing/run-insa.ts'
import { RECORD_ID, sampleCustomer, sampleOpportunity, sampleProject } from './testing/samples.ts'

const at = (noun: string, rest = '') => `/api/v1/${noun}/${RECORD_ID}${rest}`

describe('insa customers', () => {
  it('lists them with what is open, and shows one with people and history [cli.records]', async () => {
    const { url } = await fakeServer({
      'GET /api/v1/customers': () => page(sampleCustomer),
      [`GET ${at('customers')}`]: () => ({ body: sampleCustomer }),
      'GET /api/v1/contacts': () => page(),
      [`GET ${at('customers', '/history')}`]: () =>
        page({
          id: RECORD_ID,
          kind: 'stage_change',
          at: '2026-01-02T03:00:00.000Z',
          title: 'Rolling mill',
          detail: 'Converted',
          actor: null,
          activity_type: null,
          lead_id: null,
          opportunity_id: null,
          project_id: null,
          execution_id: null,
        }),
    })
    const list = await runInsa(['customers', 'list', '--url', url])
    expect(list.stdout).toMatch(/Aceros del Norte +Mexico|Aceros del Norte +2/)
    const shown = await runInsa(['customers', 'show', RECORD_ID, '--url', url])
    expect(shown.stdout).toContain('2026-01-02 stage change: Rolling mill: Converted')
    const json = await runInsa(['customers', 'show', RECORD_ID, '--json', '--url', url])
    expect(JSON.parse(json.stdout)).toEqual(sampleCustomer)
  })

  it('writes one down and prints its id', async () => {
    const { url, seen } = await fakeServer({
      'POST /api/v1/customers': () => ({ status: 201, body: sampleCustomer }),
    })
    const args = ['customers', 'create', 'Aceros', '--tax-id', 'MX-1', '--url', url]
    const { stdout } = await runInsa(args)
    expect(stdout.trim()).toBe(RECORD_ID)
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ customer_name: 'Aceros', tax_id: 'MX-1' })
  })
})

describe('insa opportunities', () => {
  it('lists them with their exact amounts [cli.records]', async () => {
    const { url, seen } = await fakeServer({
      'GET /api/v1/opportunities': () => page(sampleOpportunity),
    })
    const args = ['opportunities', 'list', '--open', '--stage', 'Qualification', '--url', url]
    const { stdout, stderr } = await runInsa(args)
    expect(stdout).toContain('250000.00 USD')
    expect(stderr).toContain('1 opportunity')
    expect(seen[0]?.query.get('open')).toBe('yes')
    expect(seen[0]?.query.get('sales_stage')).toBe('Qualification')
  })

  it('makes one of a lead, and moves it against what was read [cli.records]', async () => {
    const moved = { ...sampleOpportunity, sales_stage: 'Negotiation/Review' }
    const { url, seen } = await fakeServer({
      'POST /api/v1/leads/lead-1/opportunity': () => ({ status: 201, body: sampleOpportunity }),
      [`GET ${at('opportunities')}`]: () => ({ body: sampleOpportunity }),
      [`PATCH ${at('opportunities')}`]: () => ({ body: moved }),
    })
    const made = await runInsa(['opportunities', 'create', '--lead', 'lead-1', '--url', url])
    expect(made.stdout.trim()).toBe(RECORD_ID)
    const move = ['opportunities', 'move', RECORD_ID, '--stage', 'Negotiation/Review']
    const { stdout } = await runInsa([...move, '--url', url])
    expect(stdout).toContain('It stands in Negotiation/Review.')
    expect(seen.at(-1)?.headers['if-match']).toBe('"3"')
  })

  it('says that one is won or lost, and asks why it is lost', async () => {
    const { url, seen } = await fakeServer({
      [`POST ${at('opportunities', '/won')}`]: () => ({
        body: { ...sampleOpportunity, status: 'Converted', customer_id: RECORD_ID },
      }),
      [`POST ${at('opportunities', '/lost')}`]: () => ({
        body: { ...sampleOpportunity, status: 'Lost' },
      }),
    })
    const move = (...rest: string[]) =>
      runInsa(['opportunities', 'move', RECORD_ID, ...rest, '--url', url])
    expect((await move('--won')).stdout).toContain(`Won. The customer is ${RECORD_ID}.`)
    expect(await move('--lost')).toMatchObject({ code: 2, stdout: '' })
    expect(await move('--lost', '--won')).toMatchObject({ code: 2 })
    expect((await move('--lost', '--reason', 'Price', 'No budget')).stdout).toBe('Lost.\n')
    expect(JSON.parse(seen.at(-1)?.body ?? '')).toEqual({ lost_reasons: ['Price', 'No budget'] })
  })
})

describe('insa projects', () => {
  it('lists them, and says how far one is [cli.records]', async () => {
    const { url, seen } = await fakeServer({
      'GET /api/v1/projects': () => page(sampleProject),
      [`GET ${at('projects')}`]: () => ({ body: sampleProject }),
      [`PATCH ${at('projects')}`]: () => ({ body: { ...sampleProject, percent_complete: 60 } }),
    })
    const list = await runInsa(['projects', 'list', '--url', url])
    expect(list.stdout).toMatch(/Rolling mill migration .*40 % +2026-06-30/)
    const { stdout } = await runInsa(['projects', 'move', RECORD_ID, '--done', '60', '--url', url])
    expect(stdout).toContain('Open, 60 % done.')
    expect(JSON.parse(seen.at(-1)?.body ?? '')).toEqual({ percent_complete: 60 })
  })
})
