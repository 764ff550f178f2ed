import { DEFAULT_SALES_PROCESS } from '@insa/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../testing/test-app.ts'
import { loadDemo } from './load-demo.ts'
import { readDemoDeals } from './read-demo-deals.ts'

describe('the demo’s deals', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ working: false })
    await loadDemo(app.program, app.acme.id, 'ana@acme.example')
  })
  afterAll(() => app.close())

  it('stand in the stages of the sales process, later and later', () => {
    const known = DEFAULT_SALES_PROCESS.stages.map((s) => s.name)
    for (const { stages, outcome } of readDemoDeals('ana@acme.example')) {
      const times = [...stages.map((s) => s.at), ...(outcome ? [outcome.at] : [])].map(Number)
      expect(times).toEqual([...times].sort((a, b) => a - b))
      for (const { stage } of stages) expect(known).toContain(stage)
    }
  })

  it('are a pipeline with won and lost, customers, projects and things to do, loaded once', async () => {
    await loadDemo(app.program, app.acme.id, 'ana@acme.example')
    const viewer = app.acme.as('viewer')
    const pipeline = await viewer.opportunities.pipeline()
    expect(pipeline.stages.reduce((n, s) => n + s.count, 0)).toBe(7)
    expect({ won: pipeline.won.count, lost: pipeline.lost.count }).toEqual({ won: 3, lost: 4 })
    const customers = (await viewer.customers.list()).data
    expect(customers).toHaveLength(3)
    expect((await viewer.projects.list()).data.map((p) => p.customer_name).sort()).toEqual([
      'North Fork Snack Foods',
      'Régie des eaux de la Haute-Nicolet',
    ])
    const open = await viewer.activities.list({ status: 'Open', limit: 200 })
    expect(open.data.length).toBeGreaterThan(5)
    for (const { id } of customers) {
      const { data } = await viewer.customers.history(id, { limit: 200 })
      expect(data.map((e) => e.kind)).toContain('stage_change')
    }
  })
})
