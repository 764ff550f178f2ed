import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { expect, it } from 'vitest'
import { sendEvents } from './sse.ts'

it('an event stream whose reader left during the sign-in check is not begun and holds nothing', async () => {
  const app = fastify()
  const begun: string[] = []
  const answered = Promise.withResolvers<void>()
  app.get('/events', async (req, reply) => {
    reader.destroy()
    await once(req.raw.socket, 'close')
    await sendEvents(
      req,
      reply,
      async () => true,
      async function* (signal) {
        begun.push('begun')
        await once(signal, 'abort')
        yield* []
      },
    )
    answered.resolve()
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const reader = request({ port, host: '127.0.0.1', path: '/events' }).on('error', () => undefined)
  reader.end()
  await answered.promise
  await app.close()
  expect(begun).toEqual([])
})
