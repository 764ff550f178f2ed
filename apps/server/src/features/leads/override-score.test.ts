import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { qualifyOnRequest } from '../../testing/qualify-on-request.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const sales = () => app.acme.as('sales')
async function scoredLead() {
  const lead = await sales().leads.create(sampleLead())
  await sales().leads.qualify(lead.id, { wait: 30 })
  return { id: lead.id, machine: await sales().leads.score(lead.id) }
}

describe('overriding a score', () => {
  it('puts the person’s values beside the machine’s, with who, when and why', async () => {
    const { id, machine } = await scoredLead()
    const score = await sales().leads.override(id, { priority: 'LOW', reason: 'Met them, no.' })
    expect(score).toEqual({
      ...machine,
      override: {
        by: 'key:sales key',
        at: expect.any(String),
        reason: 'Met them, no.',
        qualification_score: null,
        priority: 'LOW',
        recommended_action: null,
      },
    })
    expect(await sales().leads.score(id)).toEqual(score)
  })

  it('survives a re-qualification, which updates the machine’s value beside it [leads.override.kept]', async () => {
    const { id, machine } = await scoredLead()
    const { override } = await sales().leads.override(id, {
      qualification_score: 3,
      priority: 'LOW',
      recommended_action: 'disqualify',
      reason: 'They went bankrupt.',
    })
    const again = await sales().leads.qualify(id, { wait: 30 })
    const score = await sales().leads.score(id)
    expect(score.execution_id).toBe(again.id)
    expect(score.override).toEqual(override)
    expect(score.qualification_score).toBe(machine.qualification_score)
  })

  it('is what lists filter and sort by, until it is taken back', async () => {
    const { id, machine } = await scoredLead()
    await sales().leads.override(id, { qualification_score: 0, priority: 'LOW', reason: 'No.' })
    await sales().leads.qualify(id, { wait: 30 })
    const lowest = await sales().leads.list({ sort: 'qualification_score', priority: 'LOW' })
    expect(lowest.data[0]?.id).toBe(id)
    const taken = await sales().leads.withdrawOverride(id)
    expect(taken.override).toBeNull()
    const found = await sales().leads.list({ priority: machine.priority, limit: 200 })
    expect(found.data.map((l) => l.id)).toContain(id)
  })

  it('does not change the lead’s ETag: nobody edited the lead', async () => {
    const { id } = await scoredLead()
    const { etag } = await sales().leads.get(id)
    await sales().leads.override(id, { priority: 'HIGH', reason: 'Because.' })
    expect((await sales().leads.get(id)).etag).toBe(etag)
  })

  it.each([
    ['without a reason', { priority: 'LOW' }, 'reason'],
    ['with a reason of blanks', { priority: 'LOW', reason: '     ' }, 'reason'],
    ['without any value', { reason: 'Just so.' }, 'body'],
    [
      'with a score above 100',
      { qualification_score: 101, reason: 'More!' },
      'qualification_score',
    ],
    ['with a NUL in the reason', { priority: 'LOW', reason: 'Be\u0000cause' }, 'reason'],
    ['with half a surrogate pair', { priority: 'LOW', reason: 'Be\udc00cause' }, 'reason'],
    ['with a value of no name', { priority: 'URGENT', reason: 'Because.' }, 'priority'],
  ])('is refused %s with 422', async (_what, body, path) => {
    const { id, machine } = await scoredLead()
    const answer = await app.request(`/api/v1/leads/${id}/score/override`, {
      method: 'PUT',
      key: app.acme.keys.sales,
      body,
    })
    expect({ status: answer.status, path: answer.body.errors?.[0]?.path }).toEqual({
      status: 422,
      path,
    })
    expect(await sales().leads.score(id)).toEqual(machine)
  })

  it('is refused with 404 before there is a score', async () => {
    await qualifyOnRequest(app.acme)
    const lead = await sales().leads.create(sampleLead())
    await expect(
      sales().leads.override(lead.id, { priority: 'LOW', reason: 'Because.' }),
    ).rejects.toMatchObject({ status: 404, code: 'lead.not_scored' })
  })
})
