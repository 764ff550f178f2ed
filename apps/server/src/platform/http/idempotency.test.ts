import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleLead } from '../../testing/sample-leads.ts'
import { startProgram, type TestApp, testApp } from '../../testing/test-app.ts'
import { ownerQuery } from '../../testing/test-database.ts'
import { forgetAnswers } from './forget-answers.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp({ working: false })
})
afterAll(() => app.close())

const post = (idempotencyKey: string, body: unknown, key = app.acme.keys.sales) =>
  app.request('/api/v1/leads', { key, body, headers: { 'idempotency-key': idempotencyKey } })
const countLeads = async () => (await app.acme.as('viewer').overview()).leads_total

describe('a POST with an Idempotency-Key', () => {
  it('sent again answers the same, byte for byte, and creates nothing more [bad-input.idempotency-key]', async () => {
    const before = await countLeads()
    const first = await post('again', sampleLead())
    const second = await post('again', sampleLead())
    expect(second.status).toBe(201)
    expect(second.body).toEqual(first.body)
    expect(second.headers['idempotency-replayed']).toBe('true')
    for (const name of ['location', 'etag', 'content-type']) {
      expect(second.headers[name]).toBe(first.headers[name])
    }
    expect(await countLeads()).toBe(before + 1)
  })

  it('re-used with another body is refused with 422 [bad-input.idempotency-key]', async () => {
    await post('reused', sampleLead())
    const { status, body } = await post('reused', sampleLead({ city: 'Oviedo' }))
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'idempotency.key_reused' })
  })

  it('re-used on another path is refused with 422', async () => {
    const lead = (await post('other path', sampleLead())).body
    const { status } = await app.request(`/api/v1/leads/${lead.id}/qualify`, {
      method: 'POST',
      key: app.acme.keys.sales,
      headers: { 'idempotency-key': 'other path' },
    })
    expect(status).toBe(422)
  })

  it('is another one for another key and for another organization', async () => {
    const first = (await post('shared', sampleLead())).body
    const other = (await post('shared', sampleLead(), app.acme.keys.manager)).body
    const foreign = (await post('shared', sampleLead(), app.globex.keys.sales)).body
    expect(new Set([first.id, other.id, foreign.id]).size).toBe(3)
  })

  it('that is still being answered is 409, and answers the same when it has been', async () => {
    const before = await countLeads()
    const answers = await Promise.all(Array.from({ length: 5 }, () => post('rush', sampleLead())))
    const statuses = answers.map((a) => a.status)
    expect(statuses).toContain(201)
    expect(statuses.filter((s) => s !== 201).every((s) => s === 409)).toBe(true)
    expect(await countLeads()).toBe(before + 1)
    expect((await post('rush', sampleLead())).status).toBe(201)
  })

  it('is free again after a refused request', async () => {
    expect((await post('refused', { city: 'Oviedo' })).status).toBe(422)
    expect((await post('refused', sampleLead())).status).toBe(201)
  })

  it('is free again after a request that failed', async () => {
    await ownerQuery(app.database, sql`alter table leads rename to leads_away`)
    expect((await post('failed', sampleLead())).status).toBe(500)
    await ownerQuery(app.database, sql`alter table leads_away rename to leads`)
    expect((await post('failed', sampleLead())).status).toBe(201)
    expect(app.errors.splice(0).join()).toContain('leads')
  })

  it('is free when the process of an earlier version died before it answered', async () => {
    await post('died', sampleLead())
    await ownerQuery(
      app.database,
      sql`update idempotency_keys set status = null, headers = null, body = null where key = 'died'`,
    )
    const { status, body } = await post('died', sampleLead())
    expect(status).toBe(201)
    expect((await post('died', sampleLead())).body).toEqual(body)
  })

  it('that waited for the end is answered with the end again', async () => {
    const lead = (await post('to qualify', sampleLead())).body
    const working = await startProgram({ ...app.database, close: async () => undefined })
    const qualify = () =>
      fetch(`${working.url}/api/v1/leads/${lead.id}/qualify`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${app.acme.keys.sales}`,
          prefer: 'wait=30',
          'idempotency-key': 'waited',
        },
      })
    const [first, second] = [await qualify(), await qualify()]
    expect([first.status, second.status]).toEqual([200, 200])
    expect(await second.text()).toBe(await first.text())
    for (const name of ['location', 'preference-applied']) {
      expect(second.headers.get(name)).toBe(first.headers.get(name))
    }
    await working.close()
  })

  it('is forgotten with its answer after a week, and not before [bad-input.idempotency-key]', async () => {
    const first = (await post('of last week', sampleLead())).body
    const age = (days: number) =>
      ownerQuery(
        app.database,
        sql`update idempotency_keys set created_at = now() - make_interval(days => ${days}) where key = 'of last week'`,
      )
    await age(6)
    await app.database.sweeper(forgetAnswers)
    expect((await post('of last week', sampleLead())).body.id).toBe(first.id)
    await age(8)
    expect(await app.database.sweeper(forgetAnswers)).toBe(1)
    expect((await post('of last week', sampleLead())).body.id).not.toBe(first.id)
  })

  it.each(['', 'x'.repeat(256)])('is refused with 422 when its length is wrong', async (key) => {
    const { status, body } = await post(key, sampleLead())
    expect({ status, path: body.errors[0].path }).toEqual({ status: 422, path: 'Idempotency-Key' })
  })
})

describe('two processes on one PostgreSQL', () => {
  it('asked the same with one key at the same time create one lead [bad-input.idempotency-key]', async () => {
    const one = await testApp({ database: 'postgres', working: false })
    const other = await startProgram(
      { ...one.database, close: async () => undefined },
      { working: false },
    )
    const call = {
      method: 'POST' as const,
      url: '/api/v1/leads',
      payload: sampleLead(),
      headers: { authorization: `Bearer ${one.acme.keys.sales}`, 'idempotency-key': 'both' },
    }
    const answers = await Promise.all([
      one.program.app.inject(call),
      other.program.app.inject(call),
    ])
    for (const { statusCode } of answers) expect([201, 409]).toContain(statusCode)
    expect((await one.acme.as('sales').leads.list()).data).toHaveLength(1)
    expect((await other.program.app.inject(call)).statusCode).toBe(201)
    expect((await one.acme.as('sales').leads.list()).data).toHaveLength(1)
    await other.close()
    await one.close()
  })
})
