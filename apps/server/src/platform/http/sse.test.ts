import type { EventPayload, ServerEvent } from '@insa/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { qualifyOnRequest } from '../../testing/qualify-on-request.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS } from '../../testing/test-database.ts'

describe.each(DATABASE_KINDS)('event streams on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind })
    await qualifyOnRequest(app.acme)
  })
  afterAll(() => app.close())

  const sales = () => app.acme.as('sales')
  const kindOf = (payload: EventPayload) =>
    payload.type === 'execution.updated' ? payload.status : payload.type
  async function finished() {
    const lead = await sales().leads.create(sampleLead())
    return sales().leads.qualify(lead.id, { wait: 30 })
  }
  /** All that a raw stream says until the server ends it. */
  async function readAll(path: string, headers: Record<string, string> = {}) {
    const response = await fetch(`${app.url}${path}`, {
      headers: { authorization: `Bearer ${app.acme.keys.sales}`, ...headers },
    })
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    const text = await response.text()
    const ids = [...text.matchAll(/^id: (\d+)$/gm)].map((m) => Number(m[1]))
    return { text, ids }
  }
  /** Events of the organization from now on, while the work is done, until one says it is enough. */
  async function seenDuring(
    client: ReturnType<typeof sales>,
    work: () => Promise<unknown>,
    enough: (payload: EventPayload) => boolean,
  ): Promise<ServerEvent[]> {
    const seen: ServerEvent[] = []
    let started = false
    for await (const event of client.events({ lastEventId: await newest() })) {
      seen.push(event)
      if (!started) {
        started = true
        await work()
      }
      if (enough(event.payload)) break
    }
    return seen
  }
  /** The number of a fresh event, of which at least one more follows. */
  async function newest(): Promise<string> {
    const { id } = await finished()
    const { ids } = await readAll(`/api/v1/executions/${id}/events`)
    return String(ids.at(-2))
  }

  it('tell an execution from its start to its end, numbered in order, and then end', async () => {
    const { id, steps } = await finished()
    const { text, ids } = await readAll(`/api/v1/executions/${id}/events`)
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
    expect(new Set(ids).size).toBe(ids.length)
    const payloads = [...text.matchAll(/^data: (.*)$/gm)].map((m) => JSON.parse(m[1] ?? ''))
    expect(payloads.map(kindOf)).toEqual([
      'queued',
      'running',
      ...steps.slice(0, 3).map(() => 'execution.step'),
      'lead.scored',
      ...steps.slice(3).map(() => 'execution.step'),
      'succeeded',
    ])
  })

  it('go on after Last-Event-ID with what followed it, once [executions.events-replay]', async () => {
    const { id } = await finished()
    const { ids } = await readAll(`/api/v1/executions/${id}/events`)
    for (const [index, last] of ids.entries()) {
      if (index === ids.length - 1) continue
      const rest = await readAll(`/api/v1/executions/${id}/events`, { 'last-event-id': `${last}` })
      expect(rest.ids).toEqual(ids.slice(index + 1))
    }
  })

  it('end for a reader who has seen the end already', async () => {
    const { id } = await finished()
    const { ids } = await readAll(`/api/v1/executions/${id}/events`)
    const rest = await readAll(`/api/v1/executions/${id}/events`, {
      'last-event-id': `${ids.at(-1)}`,
    })
    expect(rest.ids).toEqual([])
  })

  it.each(['x', '-1', '1.5'])('refuse Last-Event-ID: %s with 422', async (lastEventId) => {
    const { id } = await finished()
    for (const path of [`/api/v1/executions/${id}/events`, '/api/v1/events']) {
      const { status } = await app.request(path, {
        key: app.acme.keys.sales,
        headers: { 'last-event-id': lastEventId },
      })
      expect(status).toBe(422)
    }
  })

  it('tell an organization of every change in it, live and in order', async () => {
    const seen = await seenDuring(
      sales(),
      async () => {
        const lead = await sales().leads.create(sampleLead())
        await sales().leads.update(lead.id, lead.etag, { city: 'Gijón' })
        await app.acme.as('manager').leads.remove(lead.id)
      },
      (payload) => payload.type === 'lead.deleted',
    )
    expect(seen.slice(-3).map((e) => e.payload.type)).toEqual([
      'lead.created',
      'lead.updated',
      'lead.deleted',
    ])
    const numbers = seen.map((e) => e.id)
    expect(numbers).toEqual([...numbers].sort((a, b) => Number(a) - Number(b)))
  })

  it('never tell an organization of what happens in another', async () => {
    const foreign: string[] = []
    const seen = await seenDuring(
      sales(),
      async () => {
        const theirs = await app.globex.as('sales').leads.create(sampleLead())
        const run = await app.globex.as('sales').leads.qualify(theirs.id, { wait: 30 })
        foreign.push(theirs.id, run.id)
        await sales().leads.create(sampleLead({ source: 'last' }))
      },
      (payload) => payload.type === 'lead.created',
    )
    expect(foreign).toHaveLength(2)
    expect(foreign.filter((id) => JSON.stringify(seen).includes(id))).toEqual([])
  })

  it('of another organization’s execution are not there', async () => {
    const { id } = await finished()
    const { status } = await app.request(`/api/v1/executions/${id}/events`, {
      key: app.globex.keys.administrator,
    })
    expect(status).toBe(404)
  })

  it('miss nothing that is written while a reader is away', async () => {
    const before = await newest()
    const leads = await Promise.all(
      Array.from({ length: 20 }, () => sales().leads.create(sampleLead())),
    )
    const told: string[] = []
    for await (const { payload } of sales().events({ lastEventId: before })) {
      if (payload.type === 'lead.created') told.push(payload.lead_id)
      if (leads.every((l) => told.includes(l.id))) break
    }
    expect(new Set(told).size).toBe(told.length)
  })
})
