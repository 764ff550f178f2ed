import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import type { EventPayload } from './events.ts'
import type { ExecutionStatus } from './executions.ts'
import { collect } from './testing/collect.ts'
import { answerJson, serve } from './testing/http-server.ts'
import { EXECUTION_ID, LEAD_ID, sampleExecution } from './testing/samples.ts'

const statusEvent = (status: ExecutionStatus): EventPayload => ({
  type: 'execution.updated',
  execution_id: EXECUTION_ID,
  agent_type: 'lead_qualification',
  status,
  lead_id: LEAD_ID,
})

const frame = (id: number, payload: object) =>
  `id: ${id}\nevent: execution.updated\ndata: ${JSON.stringify(payload)}\n\n`

const startStream = (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'text/event-stream' })

describe('events of an execution', () => {
  it('go on after the last one seen when the connection breaks, and end with the execution', async () => {
    const { baseUrl, seen } = await serve(({ url, headers }, response) => {
      if (!url.endsWith('/events')) return answerJson(response, 200, sampleExecution)
      startStream(response)
      if (headers['last-event-id'] === '1') response.end(frame(2, statusEvent('succeeded')))
      else response.write(frame(1, statusEvent('running')), () => response.destroy())
    })
    // The first connection dies before the execution is final: say so once.
    let asked = 0
    const client = createClient({
      baseUrl,
      fetch: async (url, init) => {
        const isStream = String(url).endsWith('/events')
        if (!isStream && asked++ === 0) {
          return Response.json({ ...sampleExecution, status: 'running' })
        }
        return fetch(url, init)
      },
    })
    const events = await collect(client.executions.events(EXECUTION_ID, { retryMs: 1 }))
    expect(events.map(({ id }) => id)).toEqual(['1', '2'])
    expect(seen.filter(({ url }) => url.endsWith('/events'))).toHaveLength(2)
  })

  it('put together what arrives in pieces, and pass over comments and unknown types', async () => {
    const bytes = Buffer.from(
      `: keep-alive\n\n${frame(1, { type: 'from.tomorrow' })}${frame(2, {
        type: 'settings.changed',
        name: 'Prüfung',
      })}`,
    )
    const { baseUrl } = await serve(({ url }, response) => {
      if (!url.endsWith('/events')) return answerJson(response, 200, sampleExecution)
      startStream(response)
      for (const byte of bytes) response.write(Buffer.of(byte))
      response.end()
    })
    const events = await collect(createClient({ baseUrl }).executions.events(EXECUTION_ID))
    expect(events).toEqual([{ id: '2', payload: { type: 'settings.changed', name: 'Prüfung' } }])
  })

  it('are followed to the finished execution', async () => {
    const { baseUrl } = await serve(({ url }, response) => {
      if (!url.endsWith('/events')) return answerJson(response, 200, sampleExecution)
      startStream(response).end(frame(1, statusEvent('succeeded')))
    })
    const heard: string[] = []
    const finished = await createClient({ baseUrl }).executions.follow(EXECUTION_ID, {
      onEvent: ({ payload }) => heard.push(payload.type),
    })
    expect(heard).toEqual(['execution.updated'])
    expect(finished.status).toBe('succeeded')
  })

  it('are refused for good when the server says 404', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Not found',
      status: 404,
      code: 'execution.not_found',
      detail: 'No such execution.',
      correlation_id: 'c',
    }
    const { baseUrl, seen } = await serve((_, response) => answerJson(response, 404, problem))
    const reading = collect(createClient({ baseUrl }).executions.events(EXECUTION_ID))
    await expect(reading).rejects.toMatchObject({ code: 'execution.not_found' })
    expect(seen).toHaveLength(1)
  })
})

describe('events of the organization', () => {
  it('begin after the given id and end without an error when the signal says so', async () => {
    const { baseUrl, seen } = await serve((_, response) => {
      startStream(response).write(frame(8, { type: 'lead.created', lead_id: LEAD_ID }))
    })
    const stop = new AbortController()
    const states: string[] = []
    const stream = createClient({ baseUrl }).events({
      signal: stop.signal,
      lastEventId: '7',
      onState: (state) => states.push(state),
    })
    for await (const { id } of stream) {
      expect(id).toBe('8')
      stop.abort()
    }
    expect(seen[0]?.headers['last-event-id']).toBe('7')
    expect(states).toEqual(['live'])
  })

  it('are given up after the allowed number of failed connections', async () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1' })
    const reading = collect(client.events({ attempts: 2, retryMs: 1 }))
    await expect(reading).rejects.toMatchObject({ code: 'client.unreachable' })
  })
})
