import { DEFAULT_QUALIFICATION_SETTINGS, type QualificationSettings } from '@insa/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const manager = () => app.acme.as('manager')
const put = (path: string, body: unknown) =>
  app.request(`/api/v1/settings/${path}`, { method: 'PUT', key: app.acme.keys.manager, body })

describe('the qualification settings', () => {
  it('are the defaults until somebody changes them, for each organization on its own', async () => {
    expect(await manager().settings.qualification()).toEqual(DEFAULT_QUALIFICATION_SETTINGS)
    await manager().settings.updateQualification({
      ...DEFAULT_QUALIFICATION_SETTINGS,
      neutral_prior: 50,
    })
    expect((await manager().settings.qualification()).neutral_prior).toBe(50)
    expect(await app.globex.as('manager').settings.qualification()).toEqual(
      DEFAULT_QUALIFICATION_SETTINGS,
    )
  })

  const with_ = (change: object) => ({ ...DEFAULT_QUALIFICATION_SETTINGS, ...change })
  it.each([
    [
      'weights that are all zero',
      with_({ weights: { budget: 0, timeline: 0, complexity: 0, authority: 0, fit: 0 } }),
      'weights',
    ],
    [
      'thresholds that do not fall',
      with_({ thresholds: { immediate: 50, high: 70, medium: 45 } }),
      'thresholds',
    ],
    ['a prior above 100', with_({ neutral_prior: 101 }), 'neutral_prior'],
    ['an unknown switch', with_({ turbo: true }), 'turbo'],
    [
      'a weight as text',
      with_({ weights: { ...DEFAULT_QUALIFICATION_SETTINGS.weights, budget: '25' } }),
      'weights.budget',
    ],
  ])('refuse %s with 422 and stay as they were', async (_what, body, path) => {
    const before = await manager().settings.qualification()
    const answer = await put('qualification', body)
    expect({ status: answer.status, path: answer.body.errors?.[0]?.path }).toEqual({
      status: 422,
      path,
    })
    expect(await manager().settings.qualification()).toEqual(before)
  })

  it('decide the score: weights that count one factor only give that factor’s score [leads.qualify.code-decides]', async () => {
    const settings: QualificationSettings = {
      ...DEFAULT_QUALIFICATION_SETTINGS,
      weights: { budget: 1, timeline: 0, complexity: 0, authority: 0, fit: 0 },
    }
    await manager().settings.updateQualification(settings)
    const lead = await manager().leads.create(sampleLead())
    await manager().leads.qualify(lead.id, { wait: 30 })
    const score = await manager().leads.score(lead.id)
    expect(score.qualification_score).toBe(score.factor_scores.budget.score)
    expect(score.coverage).toBe(score.factor_scores.budget.known ? 1 : 0)
  })
})

describe('the preview of other settings', () => {
  it('tells how today’s leads would move, and stores nothing', async () => {
    await manager().settings.updateQualification(DEFAULT_QUALIFICATION_SETTINGS)
    const lead = await manager().leads.create(sampleLead({ company_name: 'Moved AG' }))
    await manager().leads.qualify(lead.id, { wait: 30 })
    const before = await manager().leads.score(lead.id)
    const preview = await manager().settings.previewQualification({
      ...DEFAULT_QUALIFICATION_SETTINGS,
      thresholds: { immediate: 100, high: 100, medium: 100 },
    })
    expect(preview.leads).toBeGreaterThan(0)
    expect(preview.moves.find((m) => m.lead_id === lead.id)).toMatchObject({
      title: 'Moved AG',
      priority_before: before.priority,
      priority_after: 'LOW',
      score_before: before.qualification_score,
      score_after: before.qualification_score,
    })
    expect(preview.by_priority.find((p) => p.priority === 'LOW')?.after).toBe(preview.leads)
    expect(await manager().leads.score(lead.id)).toEqual(before)
    expect(await manager().settings.qualification()).toEqual(DEFAULT_QUALIFICATION_SETTINGS)
  })

  it('moves nothing under the settings of today', async () => {
    const { changed, moves } = await manager().settings.previewQualification(
      await manager().settings.qualification(),
    )
    expect({ changed, moves }).toEqual({ changed: 0, moves: [] })
  })

  it('sees the organization’s own leads only', async () => {
    const preview = await app.globex
      .as('manager')
      .settings.previewQualification(DEFAULT_QUALIFICATION_SETTINGS)
    expect(preview.leads).toBe(0)
  })
})

describe('the company profile', () => {
  it('is kept as it was sent', async () => {
    const profile = {
      ...(await manager().settings.companyProfile()),
      company_name: 'Ingeniería Ñandú',
      competitors: ['rival.example.com'],
      exchange_rates: { USD: 0.9 },
    }
    expect(await manager().settings.updateCompanyProfile(profile)).toEqual(profile)
    expect(await manager().settings.companyProfile()).toEqual(profile)
  })

  it('is what budget and fit are judged against [leads.qualify.company-profile]', async () => {
    const profile = await manager().settings.companyProfile()
    const lead = await manager().leads.create(
      sampleLead({ message: 'Retrofit of our Siemens PLCs. Budget of USD 80,000 is approved.' }),
    )
    const judged = async (change: object) => {
      await manager().settings.updateCompanyProfile({ ...profile, ...change })
      await manager().leads.qualify(lead.id, { wait: 30 })
      const { factor_scores, flags } = await manager().leads.score(lead.id)
      return { factor_scores, flags: flags.map((f) => f.code) }
    }
    const ours = await judged({ currency: 'USD', smallest_job: 10_000, territory: ['MX'] })
    expect(ours.flags).not.toContain('budget_below_smallest_job')
    const tooSmall = await judged({ currency: 'USD', smallest_job: 5_000_000, territory: ['MX'] })
    expect(tooSmall.factor_scores.budget.score).toBeLessThan(ours.factor_scores.budget.score)
    const tooFar = await judged({ currency: 'USD', smallest_job: 10_000, territory: ['JP'] })
    expect(tooFar.factor_scores.fit.score).toBeLessThan(ours.factor_scores.fit.score)
    await manager().settings.updateCompanyProfile(profile)
  })

  it.each([
    ['a NUL character', { company_name: 'A\u0000B' }],
    ['half a surrogate pair', { services: ['\ud83c'] }],
    ['a NUL character in the name of a currency', { exchange_rates: { 'A\u0000B': 1 } }],
    ['a rate of nothing', { exchange_rates: { USD: 0 } }],
    ['a currency that is none', { currency: 'DOLLARS' }],
  ])('refuses %s with 422', async (_what, change) => {
    const profile = await manager().settings.companyProfile()
    expect((await put('company-profile', { ...profile, ...change })).status).toBe(422)
    expect(await manager().settings.companyProfile()).toEqual(profile)
  })
})
