/** Against a double of Sentry's envelope endpoint: POST /api/PROJECT/envelope/, lines of JSON. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createErrorBuffer } from './error-buffer.ts'
import { createSentry, readDsn } from './sentry.ts'

interface Got {
  url: string
  headers: IncomingHttpHeaders
  lines: string[]
}

let got: Got[]
let answer: { status: number; headers: Record<string, string> }
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    got.push({ url: request.url ?? '', headers: request.headers, lines: body.split('\n') })
    response.writeHead(answer.status, answer.headers).end('{}')
  })
})
beforeEach(async () => {
  got = []
  answer = { status: 200, headers: {} }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => new Promise((resolve) => server.close(resolve)))

function start() {
  const { port } = server.address() as AddressInfo
  const lines: string[] = []
  const logger = pino({}, { write: (line: string) => void lines.push(line) })
  const dsn = `http://public1@127.0.0.1:${port}/42`
  return { lines, sentry: createSentry({ dsn, release: '1.2.3', process: 'api on a', logger }) }
}

const errors = createErrorBuffer()
function met(error: unknown, times = 1) {
  for (let i = 0; i < times; i += 1)
    errors.note({
      error,
      origin: 'request',
      where: 'GET /api/v1/leads',
      what: 'Something went wrong',
      traceId: '0189a5b0-0000-7000-8000-00000000abcd',
    })
  return errors.take().held
}

it('is told of an error in an envelope, cleaned, with its stack and how often it happened [errors.sentry]', async () => {
  const { sentry } = start()
  const cause = new RangeError('anna@example.com is out of range')
  sentry.tell(met(new Error('It failed', { cause }), 3))
  await sentry.stop()
  expect(got).toHaveLength(1)
  const [{ url, headers, lines }] = got as [Got]
  expect(url).toBe('/api/42/envelope/')
  expect(headers).toMatchObject({
    'content-type': 'application/x-sentry-envelope',
    'x-sentry-auth': expect.stringMatching(/^Sentry sentry_version=7, .*sentry_key=public1$/),
  })
  const [head, item, event] = lines.filter(Boolean).map((line) => JSON.parse(line))
  expect(item).toEqual({ type: 'event' })
  expect(head.event_id).toMatch(/^[0-9a-f]{32}$/)
  expect(event).toMatchObject({
    event_id: head.event_id,
    platform: 'node',
    level: 'error',
    release: 'insa-crm@1.2.3',
    transaction: 'GET /api/v1/leads',
    fingerprint: [expect.stringMatching(/^[0-9a-f]{32}$/)],
    extra: { times: 3 },
    contexts: { trace: { trace_id: '0189a5b00000700080000000' + '0000abcd' } },
  })
  const [first, last] = event.exception.values
  expect(first).toMatchObject({ type: 'RangeError', value: '<email> is out of range' })
  expect(last).toMatchObject({ type: 'Error', value: 'It failed' })
  // Sentry has the innermost frame last.
  expect(last.stacktrace.frames.at(-1)).toMatchObject({
    filename: 'apps/server/src/platform/errors/sentry.test.ts',
    in_app: true,
  })
  expect(Math.abs(event.timestamp - Date.now() / 1000)).toBeLessThan(60)
})

it('is left alone for as long as it asks, and a Sentry that fails makes no error of it', async () => {
  const { sentry, lines } = start()
  answer = { status: 429, headers: { 'retry-after': '60' } }
  sentry.tell(met(new Error('One')))
  await sentry.stop()
  sentry.tell(met(new Error('Two')))
  await sentry.stop()
  expect(got).toHaveLength(1)
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 40, reason: 'Error: It answered 429.' },
  ])
})

it('is found by its DSN, below a path too', () => {
  expect(readDsn('https://k@sentry.example/one/7')).toEqual({
    url: 'https://sentry.example/one/api/7/envelope/',
    key: 'k',
  })
  expect(() => readDsn('https://sentry.example/7')).toThrow('KEY@HOST')
})
