import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { Problem } from '@insa/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../testing/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp({ working: false })
})
afterAll(() => app.close())

/** Writes bytes as they are. @returns all that comes back. */
async function speak(bytes: string): Promise<{ status: number; type: string; problem: Problem }> {
  const { port } = new URL(app.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(bytes)
  const answer = await text(socket)
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
    type: /content-type: (\S+);/i.exec(head)?.[1] ?? '',
    problem: Problem.parse(JSON.parse(body)),
  }
}

describe('what is no request', () => {
  it.each([
    ['nonsense', 'EHLO mail.example.com\r\n\r\n', 400],
    ['a header of 20 kB', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    [
      'a broken chunk',
      'POST /api/v1/leads HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      400,
    ],
    [
      'a path that cannot be decoded',
      'GET /api/v1/leads/%ff HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
      400,
    ],
  ])('is refused as a problem: %s', async (_what, bytes, status) => {
    const answer = await speak(bytes)
    expect(answer).toMatchObject({
      status,
      type: 'application/problem+json',
      problem: { status, code: expect.stringMatching(/^request\./) },
    })
  })
})
