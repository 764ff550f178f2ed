import type { QualificationSettings } from '@insa/contracts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { qualifyOnRequest } from '../../testing/qualify-on-request.ts'
import { EVERY_LEAD_IMMEDIATE, sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS } from '../../testing/test-database.ts'

describe.each(DATABASE_KINDS)('qualification on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind })
    await manualOnly()
  })
  afterAll(() => app.close())
  afterEach(() => expect(app.errors.splice(0)).toEqual([]))

  const sales = () => app.acme.as('sales')
  const manualOnly = async () => {
    await qualifyOnRequest(app.acme)
  }
  const qualify = (path: string, headers: Record<string, string> = {}) =>
    app.request(path, { method: 'POST', key: app.acme.keys.sales, headers })

  it.each([(id: string) => `/api/v1/leads/${id}/qualify`, (id: string) => `/leads/qualify/${id}`])(
    'answers 202 with the queued execution and where it is: %s [leads.qualify.accepted]',
    async (pathOf) => {
      const lead = await sales().leads.create(sampleLead())
      const { status, body, headers } = await qualify(pathOf(lead.id))
      expect(status).toBe(202)
      expect(headers.location).toBe(`/api/v1/executions/${body.id}`)
      expect(body).toMatchObject({
        agent_type: 'lead_qualification',
        lead_id: lead.id,
        triggered_by: 'key:sales key',
        input_data: { lead_id: lead.id },
      })
      expect((await sales().executions.follow(body.id)).status).toBe('succeeded')
    },
  )

  it.each([(id: string) => `/api/v1/leads/${id}/qualify`, (id: string) => `/leads/qualify/${id}`])(
    'answers 200 with the finished execution to who prefers to wait: %s [leads.qualify.wait]',
    async (pathOf) => {
      const lead = await sales().leads.create(sampleLead())
      const { status, body, headers } = await qualify(pathOf(lead.id), { prefer: 'wait=30' })
      expect(status).toBe(200)
      expect(headers['preference-applied']).toMatch(/^wait=/)
      expect(body.status).toBe('succeeded')
      expect(body.steps.map((s: { status: string }) => s.status)).toEqual(
        body.steps.map(() => 'succeeded'),
      )
      expect(body.output_data).toEqual(await sales().leads.score(lead.id))
    },
  )

  it('answers 202 with the unfinished execution when the wait was too short', async () => {
    await app.acme.as('manager').agents.setEnabled('lead_qualification', false)
    const lead = await sales().leads.create(sampleLead())
    const { status, body, headers } = await qualify(`/api/v1/leads/${lead.id}/qualify`, {
      prefer: 'wait=1',
    })
    expect({ status, execution: body.status }).toEqual({ status: 202, execution: 'queued' })
    expect(headers['preference-applied']).toBeUndefined()
    await app.acme.as('manager').agents.setEnabled('lead_qualification', true)
    expect((await sales().executions.follow(body.id)).status).toBe('succeeded')
  })

  it('quotes only words that stand in the lead, at their place [leads.qualify.literal-evidence]', async () => {
    const message =
      '🏭🚨 e\u0301quipo: we need PLC migration of 3 lines, budget of USD 250,000 approved, line is down — call me today! 🧯'
    const lead = await sales().leads.create(sampleLead({ message }))
    await sales().leads.qualify(lead.id, { wait: 30 })
    const score = await sales().leads.score(lead.id)
    const evidence = Object.values(score.factor_scores).flatMap((f) => f.evidence)
    expect(evidence.length).toBeGreaterThan(0)
    const stored = await sales().leads.get(lead.id)
    for (const { field, quote, start, end } of evidence) {
      expect(String(stored[field]).slice(start, end)).toBe(quote)
    }
  })

  it('gives an unknown factor the neutral prior and a question to ask, not a bad score [leads.qualify.unknown-is-not-low]', async () => {
    const lead = await sales().leads.create({ lead_name: 'Ana Ruiz', message: 'Hello.' })
    await sales().leads.qualify(lead.id, { wait: 30 })
    const score = await sales().leads.score(lead.id)
    expect(score.factor_scores.budget).toMatchObject({ known: false, score: 40, evidence: [] })
    expect(score.coverage).toBeLessThan(0.6)
    expect(score.priority).not.toBe('IMMEDIATE')
    expect(score.questions_to_ask.length).toBeGreaterThan(0)
  })

  it('keeps every score in the history, newest first, and the last as the current one [leads.scores.history]', async () => {
    const lead = await sales().leads.create(sampleLead())
    const runs: string[] = []
    for (let i = 0; i < 3; i += 1)
      runs.push((await sales().leads.qualify(lead.id, { wait: 30 })).id)
    const history = await sales().leads.scores(lead.id)
    expect(history.data.map((s) => s.execution_id)).toEqual(runs.toReversed())
    expect((await sales().leads.score(lead.id)).execution_id).toBe(runs[2])
    const page = await sales().leads.scores(lead.id, { limit: 2 })
    const rest = await sales().leads.scores(lead.id, { cursor: page.next_cursor ?? '' })
    expect([...page.data, ...rest.data]).toEqual(history.data)
  })

  it('lists leads by the score they have now', async () => {
    const lead = await sales().leads.create(sampleLead({ source: 'by score' }))
    const { output_data } = await sales().leads.qualify(lead.id, { wait: 30 })
    const found = await sales().leads.list({
      source: 'by score',
      priority: output_data?.priority as 'HIGH',
    })
    expect(found.data.map((l) => l.score?.qualification_score)).toEqual([
      output_data?.qualification_score,
    ])
  })

  it('takes no body, and says so of a field in one [bad-input.names-the-field]', async () => {
    const lead = await sales().leads.create(sampleLead())
    const send = (body: unknown) =>
      app.request(`/api/v1/leads/${lead.id}/qualify`, { key: app.acme.keys.sales, body })
    const { status, body } = await send({ engine: 'mine' })
    expect({ status, path: body.errors?.[0]?.path }).toEqual({ status: 422, path: 'engine' })
    expect((await sales().executions.list({ lead_id: lead.id })).data).toEqual([])
    expect((await send({})).status).toBe(202)
  })

  it('answers 404 for a lead that is not there, or has no score yet', async () => {
    const nobody = '01890000-0000-7000-8000-000000000000'
    expect((await qualify(`/api/v1/leads/${nobody}/qualify`)).status).toBe(404)
    const lead = await sales().leads.create(sampleLead())
    const { status, body } = await app.request(`/api/v1/leads/${lead.id}/score`, {
      key: app.acme.keys.sales,
    })
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'lead.not_scored' })
  })

  it('of a lead that is removed while it waits fails without harm', async () => {
    await app.acme.as('manager').agents.setEnabled('lead_qualification', false)
    const lead = await sales().leads.create(sampleLead())
    const { id } = await sales().leads.qualify(lead.id)
    await app.acme.as('manager').leads.remove(lead.id)
    await app.acme.as('manager').agents.setEnabled('lead_qualification', true)
    const ended = await sales().executions.follow(id)
    expect(ended.status).toBe('failed')
    expect(ended.error?.code).toBe('lead.not_found')
  })

  it('starts by itself for a new lead, unless the tenant has switched that off [leads.auto-qualify]', async () => {
    const settings = await app.acme.as('manager').settings.qualification()
    await app.acme.as('manager').settings.updateQualification({ ...settings, auto_qualify: true })
    const lead = await sales().leads.create(sampleLead())
    const started = (await sales().executions.list({ lead_id: lead.id })).data
    expect(started).toMatchObject([{ triggered_by: 'system:auto_qualify' }])
    await sales().executions.follow(started[0]?.id ?? '')
    expect((await sales().leads.get(lead.id)).score).not.toBeNull()

    await manualOnly()
    const other = await sales().leads.create(sampleLead())
    expect((await sales().executions.list({ lead_id: other.id })).data).toEqual([])
  })

  it('of an IMMEDIATE lead keeps one mail to its owner where no mail server is set [leads.immediate.mail] [mail.kept]', async () => {
    const settings = await app.acme.as('manager').settings.qualification()
    await app.acme
      .as('manager')
      .settings.updateQualification({ ...EVERY_LEAD_IMMEDIATE, auto_qualify: false })
    const lead = await sales().leads.create(sampleLead({ lead_owner: 'owner@acme.example.com' }))
    const execution = await sales().leads.qualify(lead.id, { wait: 30 })
    const mails = (await sales().mail.list()).data.filter((m) => m.lead_id === lead.id)
    expect(mails).toMatchObject([
      {
        to: 'owner@acme.example.com',
        status: 'kept',
        template: 'immediate_lead',
        execution_id: execution.id,
      },
    ])
    expect(mails[0]?.text).toContain(`${app.url}/leads/${lead.id}`)
    await app.acme.as('manager').settings.updateQualification(settings)
  })

  describe('an alert that was sent', () => {
    let settings: QualificationSettings
    beforeAll(async () => {
      settings = await app.acme.as('manager').settings.qualification()
    })
    afterEach(() => app.acme.as('manager').settings.updateQualification(settings))
    const everyLeadIs = (priority: 'IMMEDIATE' | 'HIGH') =>
      app.acme.as('manager').settings.updateQualification({
        ...EVERY_LEAD_IMMEDIATE,
        auto_qualify: false,
        ...(priority === 'HIGH' ? { thresholds: { immediate: 100, high: 0, medium: 0 } } : {}),
      })
    const alertsAbout = async (leadId: string) =>
      (await sales().mail.list()).data.filter((m) => m.lead_id === leadId).map((m) => m.to)
    const owned = () => sales().leads.create(sampleLead({ lead_owner: 'owner@acme.example.com' }))
    const qualifyAgain = async (leadId: string) =>
      (await sales().leads.qualify(leadId, { wait: 30 })).steps.at(-1)?.summary

    it('is not sent again while the lead stays IMMEDIATE [leads.immediate.mail]', async () => {
      await everyLeadIs('IMMEDIATE')
      const lead = await owned()
      await Promise.all([1, 2, 3].map(() => qualifyAgain(lead.id)))
      expect(await qualifyAgain(lead.id)).toBe('No mail: owner@acme.example.com was told already')
      expect(await alertsAbout(lead.id)).toEqual(['owner@acme.example.com'])
    })

    it('is sent again when the lead was not IMMEDIATE meanwhile', async () => {
      await everyLeadIs('IMMEDIATE')
      const lead = await owned()
      await qualifyAgain(lead.id)
      await everyLeadIs('HIGH')
      await qualifyAgain(lead.id)
      await everyLeadIs('IMMEDIATE')
      await qualifyAgain(lead.id)
      expect(await alertsAbout(lead.id)).toHaveLength(2)
    })

    it('goes to the new owner too', async () => {
      await everyLeadIs('IMMEDIATE')
      const lead = await owned()
      await qualifyAgain(lead.id)
      const patch = { lead_owner: 'new@acme.example.com' }
      await sales().leads.update(lead.id, lead.etag, patch)
      await qualifyAgain(lead.id)
      expect(await alertsAbout(lead.id)).toEqual(['new@acme.example.com', 'owner@acme.example.com'])
    })

    it.each([{ priority: 'LOW' as const }, { recommended_action: 'nurture' as const }])(
      'is not sent against a person’s word: %o [leads.override.kept]',
      async (word) => {
        await everyLeadIs('HIGH')
        const lead = await owned()
        await qualifyAgain(lead.id)
        await sales().leads.override(lead.id, { ...word, reason: 'They have postponed it.' })
        await everyLeadIs('IMMEDIATE')
        expect(await qualifyAgain(lead.id)).toBe('No mail: a person has decided otherwise')
        expect(await alertsAbout(lead.id)).toEqual([])
      },
    )
  })

  it.each([
    ['the sales address of the settings', 'sales@acme.example.com', 'sales@acme.example.com'],
    ['the first administrator where nothing is set', null, 'boss@acme.example.com'],
  ])('of an IMMEDIATE lead without an owner tells %s', async (_whom, sales_email, to) => {
    const settings = await app.acme.as('manager').settings.qualification()
    await app.acme
      .as('manager')
      .settings.updateQualification({ ...EVERY_LEAD_IMMEDIATE, auto_qualify: false, sales_email })
    const lead = await sales().leads.create(sampleLead())
    await sales().leads.qualify(lead.id, { wait: 30 })
    const mails = (await sales().mail.list()).data.filter((m) => m.lead_id === lead.id)
    expect(mails.map((m) => m.to)).toEqual([to])
    await app.acme.as('manager').settings.updateQualification(settings)
  })
})
