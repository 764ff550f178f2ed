import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleLead } from './sample-leads.ts'
import { type TestApp, testApp } from './test-app.ts'
import { DATABASE_KINDS } from './test-database.ts'

describe.each(DATABASE_KINDS)('the whole program on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind })
  })
  afterAll(() => app.close())

  it('creates a lead and qualifies it, seen through the typed client [database.both]', async () => {
    const client = app.acme.as('sales')
    const lead = await client.leads.create(sampleLead())
    const execution = await client.leads.qualify(lead.id, { wait: 30 })
    expect(execution.status).toBe('succeeded')
    expect((await client.leads.score(lead.id)).execution_id).toBe(execution.id)
    expect(app.errors).toEqual([])
  })
})
