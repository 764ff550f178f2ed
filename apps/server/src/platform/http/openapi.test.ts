import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readOpenApi } from '../../testing/operations.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'

let app: TestApp
let document: Awaited<ReturnType<typeof readOpenApi>>
beforeAll(async () => {
  app = await testApp({ working: false })
  document = await readOpenApi(app)
})
afterAll(() => app.close())

const operation = (method: string, path: string) => document.paths[path]?.[method]
const headersOf = (method: string, path: string) =>
  (operation(method, path)?.parameters ?? []).filter((p) => p.in === 'header').map((p) => p.name)

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1, and every reference in it leads somewhere', () => {
    expect(document.openapi).toBe('3.1.0')
    const referred = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)]
    expect(referred.length).toBeGreaterThan(100)
    expect(referred.filter(([, name]) => !document.components.schemas[name ?? ''])).toEqual([])
  })

  it('says of every operation what it answers, and that errors are problems', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, { responses }] of Object.entries(methods)) {
        const answers = Object.keys(responses)
        expect({ path, method, answers }).toEqual({
          path,
          method,
          answers: expect.arrayContaining([expect.stringMatching(/^2\d\d$/), '4XX', '5XX']),
        })
        expect(JSON.stringify(responses['4XX'])).toContain('application/problem+json')
      }
    }
  })

  it('names the headers that an operation reads', () => {
    expect(headersOf('post', '/api/v1/leads')).toEqual(['idempotency-key'])
    expect(headersOf('patch', '/api/v1/leads/{id}')).toEqual(['if-match'])
    expect(headersOf('post', '/api/v1/leads/{id}/qualify').sort()).toEqual([
      'idempotency-key',
      'prefer',
    ])
    expect(headersOf('get', '/api/v1/events')).toEqual(['last-event-id'])
  })

  it('says which operations need no key', () => {
    expect(operation('post', '/api/auth/sign-in/email')?.security).toEqual([])
    expect(operation('get', '/api/v1/leads')?.security).toBeUndefined()
  })
})
