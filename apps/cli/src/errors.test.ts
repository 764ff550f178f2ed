import { describe, expect, it } from 'vitest'
import { fakeServer, page } from './testing/fake-server.ts'
import { runInsa } from './testing/run-insa.ts'

const ID = '01890000-0000-7000-8000-000000000001'
const AT = '2026-01-02T03:00:00.000Z'

describe('insa errors', () => {
  const error = {
    id: ID,
    status: 'open',
    origin: 'request',
    type: 'TypeError',
    message: 'Cannot read',
    where: 'GET /api/v1/leads',
    first_seen_at: AT,
    last_seen_at: AT,
    count: 12,
    hours: [12],
    reopened_at: null,
    decided_by: null,
    decided_at: null,
  }
  const frame = { function: 'judge', file: 'apps/server/src/a.ts', line: 12, column: 3 }
  const thrown = { type: 'TypeError', code: null, message: 'Cannot read' }
  const detail = {
    ...error,
    versions: ['1.0.0'],
    processes: ['api on a'],
    sample: {
      at: AT,
      what: 'It failed',
      trace_id: 'abc',
      execution_id: null,
      chain: [
        { ...thrown, frames: [{ ...frame, in_app: true }] },
        { ...thrown, type: 'Error', code: '23505', frames: [] },
      ],
    },
  }

  it('lists them, shows one with its stack and what caused it, and decides', async () => {
    const one = `/api/v1/errors/${ID}`
    const { url, seen } = await fakeServer({
      'GET /api/v1/errors': () => page(error),
      [`GET ${one}`]: () => ({ status: 200, body: detail }),
      [`PUT ${one}/status`]: () => ({ status: 200, body: { ...detail, status: 'resolved' } }),
    })
    const list = await runInsa(['errors', 'list', '--sort', '-count', '--url', url])
    expect(list.stdout).toMatch(/TypeError: Cannot read +GET \/api\/v1\/leads +open +12/)
    expect(seen[0]?.query.get('sort')).toBe('-count')
    const show = await runInsa(['errors', 'show', ID, '--url', url])
    expect(show.stdout).toContain('  > judge apps/server/src/a.ts:12:3\n')
    expect(show.stdout).toContain('Caused by Error: Cannot read (23505)')
    const resolve = await runInsa(['errors', 'resolve', ID, '--url', url])
    expect(resolve.stdout).toBe('Resolved.\n')
    expect(JSON.parse(seen.at(-1)?.body ?? '')).toEqual({ status: 'resolved' })
  })
})
