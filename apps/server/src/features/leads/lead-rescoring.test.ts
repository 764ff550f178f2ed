import {
  DEFAULT_QUALIFICATION_SETTINGS as DEFAULTS,
  type QualificationSettings,
} from '@insa/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { modelSays } from '../../testing/model-answers.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import { startScriptedAnthropic } from '../../testing/scripted-anthropic/scripted-anthropic.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS } from '../../testing/test-database.ts'

/** One factor alone counts. */
const ONLY_TIMELINE: QualificationSettings = {
  ...DEFAULTS,
  auto_qualify: false,
  weights: { budget: 0, timeline: 1, complexity: 0, authority: 0, fit: 0 },
}
const EVERYTHING_IMMEDIATE: QualificationSettings = {
  ...DEFAULTS,
  auto_qualify: false,
  thresholds: { immediate: 0, high: 0, medium: 0 },
  immediate_coverage: 0,
}

describe.each(DATABASE_KINDS)('new settings on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind })
  })
  afterAll(() => app.close())
  beforeEach(() => change({ ...DEFAULTS, auto_qualify: false }))

  const manager = () => app.acme.as('manager')
  const rescorings = async () =>
    (await manager().executions.list({ agent_type: 'lead_rescoring' })).data
  /** Sets them, and waits until today's leads have followed. */
  async function change(settings: QualificationSettings) {
    const former = (await rescorings())[0]?.id
    await manager().settings.updateQualification(settings)
    const run = (await rescorings())[0]
    return run && run.id !== former ? manager().executions.follow(run.id) : undefined
  }
  async function judged() {
    const lead = await manager().leads.create(sampleLead())
    await manager().leads.qualify(lead.id, { wait: 30 })
    return { id: lead.id, before: await manager().leads.score(lead.id) }
  }

  it('move today’s leads, in their page, their list and their history [leads.rescored-by-settings]', async () => {
    const { id, before } = await judged()
    const run = await change(ONLY_TIMELINE)
    expect(run).toMatchObject({ status: 'succeeded', triggered_by: 'key:manager key' })
    const after = await manager().leads.score(id)
    expect(after.qualification_score).toBe(before.factor_scores.timeline.score)
    expect(after.qualification_score).not.toBe(before.qualification_score)
    expect(after.factor_scores).toEqual(before.factor_scores)
    expect(after.execution_id).toBe(before.execution_id)
    const listed = await manager().leads.list({ priority: after.priority, limit: 200 })
    expect(listed.data.map((lead) => lead.id)).toContain(id)
    const history = (await manager().leads.scores(id)).data
    expect(history.map((s) => [s.execution_id, s.qualification_score])).toEqual([
      [run?.id, after.qualification_score],
      [before.execution_id, before.qualification_score],
    ])
  })

  it('page through a history that they are part of', async () => {
    const { id } = await judged()
    await change(ONLY_TIMELINE)
    await manager().leads.qualify(id, { wait: 30 })
    await change(EVERYTHING_IMMEDIATE)
    const all = (await manager().leads.scores(id)).data
    const pages = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: Awaited<ReturnType<ReturnType<typeof manager>['leads']['scores']>> =
        await manager().leads.scores(id, { limit: 1, ...(cursor ? { cursor } : {}) })
      pages.push(...page.data)
      cursor = page.next_cursor
    }
    expect(all).toHaveLength(4)
    expect(pages).toEqual(all)
  })

  it('leave a person’s override where it is [leads.override.kept]', async () => {
    const { id } = await judged()
    await manager().leads.override(id, { priority: 'LOW', reason: 'They have no plant.' })
    await change(EVERYTHING_IMMEDIATE)
    expect(await manager().leads.score(id)).toMatchObject({
      priority: 'IMMEDIATE',
      override: { priority: 'LOW', reason: 'They have no plant.' },
    })
    const low = await manager().leads.list({ priority: 'LOW', limit: 200 })
    expect(low.data.map((lead) => lead.id)).toContain(id)
  })

  it('mail nobody', async () => {
    await change({ ...EVERYTHING_IMMEDIATE, thresholds: { immediate: 100, high: 0, medium: 0 } })
    const { id } = await judged()
    await change(EVERYTHING_IMMEDIATE)
    expect((await manager().leads.score(id)).priority).toBe('IMMEDIATE')
    const mails = (await manager().mail.list()).data.filter((mail) => mail.lead_id === id)
    expect(mails).toEqual([])
  })

  it('write nothing for a lead that stays where it is, and say how many moved', async () => {
    const { id } = await judged()
    const first = await change(ONLY_TIMELINE)
    const again = await change({
      ...ONLY_TIMELINE,
      weights: { ...ONLY_TIMELINE.weights, timeline: 2 },
    })
    expect(first?.output_data).toMatchObject({ changed: expect.toSatisfy((n: number) => n > 0) })
    expect(again?.output_data).toMatchObject({ changed: 0, leads: first?.output_data?.leads })
    expect((await manager().leads.scores(id)).data).toHaveLength(2)
  })

  it.each([{ sales_email: 'sales@acme.example.com' }, { auto_qualify: true }])(
    'that no score follows from start nothing: %o',
    async (other) => {
      expect(await change({ ...DEFAULTS, auto_qualify: false, ...other })).toBeUndefined()
    },
  )

  it('reach every lead, also beyond one batch, and no other organization’s', async () => {
    const foreign = app.globex.as('manager')
    const lead = await foreign.leads.create(sampleLead())
    await foreign.leads.qualify(lead.id, { wait: 30 })
    const before = await foreign.leads.score(lead.id)
    await manager().settings.updateQualification({ ...DEFAULTS, auto_qualify: true })
    const rows = Array.from({ length: 230 }, (_, i) => ({ company_name: `Batch ${i}` }))
    await manager().executions.follow((await manager().leads.importJson(rows)).id)
    const scored = async () => (await manager().overview()).leads_unscored
    await expect.poll(scored, { timeout: 60_000, interval: 200 }).toBe(0)
    const run = await change(EVERYTHING_IMMEDIATE)
    const { leads_total } = await manager().overview()
    expect(run?.output_data).toMatchObject({ leads: leads_total })
    const left = await manager().leads.list({ q: 'Batch', priority: 'LOW' })
    expect(left.data.map((l) => l.score?.recommended_action)).toEqual([])
    expect(await foreign.leads.score(lead.id)).toEqual(before)
  })
})

describe.each(DATABASE_KINDS)('a second opinion, on %s', (kind) => {
  it('follows new weights as the lead’s own score does, in its words, too [leads.rescored-second-opinion]', async () => {
    const grades = modelSays({
      budget: [95, 'message', 'Budget of USD 250,000 is approved'],
      timeline: [10, 'message', 'start in March'],
    })
    const api = await startScriptedAnthropic({ script: { otherwise: { structured: grades } } })
    const model = { apiKey: 'dummy', oauthToken: null, baseUrl: api.url, loginHome: null }
    const app = await testApp({ database: kind, config: { engine: 'anthropic-api', model } })
    const manager = app.acme.as('manager')
    await manager.settings.updateQualification({ ...DEFAULTS, auto_qualify: false })
    const judged = async () => {
      const { id } = await manager.leads.create(sampleLead())
      await manager.executions.follow((await manager.leads.qualify(id)).id)
      return manager.leads.score(id)
    }
    const before = await judged()
    await manager.settings.updateQualification(ONLY_TIMELINE)
    const [run] = (await manager.executions.list({ agent_type: 'lead_rescoring' })).data
    await manager.executions.follow(run?.id ?? '')
    const after = await manager.leads.score(before.lead_id)
    const anew = await judged()
    expect(before.second_opinion).not.toBeNull()
    expect(after.second_opinion).toEqual(anew.second_opinion)
    expect(after.second_opinion).not.toEqual(before.second_opinion)
    expect((await manager.leads.scores(before.lead_id)).data[0]?.second_opinion).toEqual(
      anew.second_opinion,
    )
    await app.close()
    await api.stop()
  })
})
