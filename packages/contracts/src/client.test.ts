import { describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { ApiError } from './client-error.ts'
import { collect } from './testing/collect.ts'
import { answerJson, serve } from './testing/http-server.ts'
import { LEAD_ID, sampleExecution, sampleLead } from './testing/samples.ts'

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => expect.fail('The call should have failed.'),
    (error: unknown) => error,
  )

describe('requests', () => {
  it('carries the key, the organization and a correlation id', async () => {
    const { baseUrl, seen } = await serve((_, response) => answerJson(response, 200, sampleLead))
    const client = createClient({ baseUrl, apiKey: 'k-1', organizationId: () => 'org-1' })
    await client.leads.get(LEAD_ID)
    expect(seen[0]?.url).toBe(`/api/v1/leads/${LEAD_ID}`)
    expect(seen[0]?.headers).toMatchObject({
      authorization: 'Bearer k-1',
      'x-organization-id': 'org-1',
      'x-correlation-id': expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  })

  it('gives each creating POST an Idempotency-Key of its own, and keeps one that the caller chose', async () => {
    const { baseUrl, seen } = await serve((_, response) => answerJson(response, 201, sampleLead))
    const { leads } = createClient({ baseUrl })
    await leads.create({ lead_name: 'A' })
    await leads.create({ lead_name: 'A' })
    await leads.create({ lead_name: 'A' }, { idempotencyKey: 'mine' })
    const [first, second, third] = seen.map(({ headers }) => headers['idempotency-key'])
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    expect(second).not.toBe(first)
    expect(third).toBe('mine')
  })

  it('leaves empty filters out of the query', async () => {
    const page = { data: [sampleLead], next_cursor: null }
    const { baseUrl, seen } = await serve((_, response) => answerJson(response, 200, page))
    await createClient({ baseUrl }).leads.list({ q: '', priority: 'HIGH', source: undefined })
    expect(seen[0]?.url).toBe('/api/v1/leads?priority=HIGH')
  })

  it('sends If-Match on a change and Prefer on a waiting qualification', async () => {
    const { baseUrl, seen } = await serve(({ method }, response) =>
      answerJson(response, 200, method === 'PATCH' ? sampleLead : sampleExecution),
    )
    const { leads } = createClient({ baseUrl })
    await leads.update(LEAD_ID, '"1"', { city: null })
    await leads.qualify(LEAD_ID, { wait: 5 })
    expect(seen[0]?.headers['if-match']).toBe('"1"')
    expect(seen[0]?.body).toBe('{"city":null}')
    expect(seen[1]?.headers.prefer).toBe('wait=5')
  })

  it("asks for another organization's members in that organization", async () => {
    const { baseUrl, seen } = await serve((_, response) =>
      answerJson(response, 200, { data: [], next_cursor: null }),
    )
    await createClient({ baseUrl, organizationId: 'org-1' }).members.list('org-2')
    expect(seen[0]?.url).toBe('/api/v1/organizations/org-2/members')
    expect(seen[0]?.headers['x-organization-id']).toBe('org-2')
  })

  it('walks every page of a list', async () => {
    const { baseUrl } = await serve(({ url }, response) => {
      const next_cursor = url.includes('cursor=two') ? null : 'two'
      answerJson(response, 200, { data: [sampleLead], next_cursor })
    })
    const leads = await collect(createClient({ baseUrl }).leads.each())
    expect(leads).toHaveLength(2)
  })
})

describe('failures', () => {
  const problem = {
    type: 'about:blank',
    title: 'Invalid input',
    status: 422,
    code: 'input.invalid',
    detail: 'One field is wrong.',
    correlation_id: 'c-9',
    errors: [{ path: 'email_id', code: 'invalid_format', message: 'Invalid email address' }],
  }

  it('throws the problem of the server, with its fields', async () => {
    const { baseUrl } = await serve((_, response) => answerJson(response, 422, problem))
    const error = await failureOf(createClient({ baseUrl }).leads.create({ lead_name: 'A' }))
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ problem, status: 422, code: 'input.invalid' })
  })

  it('tells how long the server asks to wait', async () => {
    const { baseUrl } = await serve((_, response) => {
      response.setHeader('retry-after', '7')
      answerJson(response, 429, { ...problem, status: 429 })
    })
    const error = await failureOf(createClient({ baseUrl }).me())
    expect(error).toMatchObject({ status: 429, retryAfterSeconds: 7 })
  })

  it("reads the sign-in library's own errors as problems", async () => {
    const { baseUrl } = await serve((_, response) =>
      answerJson(response, 401, {
        code: 'INVALID_EMAIL_OR_PASSWORD',
        message: 'Invalid email or password',
      }),
    )
    const error = await failureOf(createClient({ baseUrl }).auth.signIn('a@b.example', 'x'))
    expect(error).toMatchObject({
      status: 401,
      code: 'invalid_email_or_password',
      message: 'Invalid email or password',
    })
  })

  it('says so when nobody listens', async () => {
    const error = await failureOf(createClient({ baseUrl: 'http://127.0.0.1:1' }).me())
    expect(error).toMatchObject({ status: 0, code: 'client.unreachable' })
  })

  it('gives up after the time limit', async () => {
    const { baseUrl } = await serve(() => undefined)
    const error = await failureOf(createClient({ baseUrl, timeoutMs: 40 }).me())
    expect(error).toMatchObject({ code: 'client.timeout' })
  })

  it("throws a caller's abort as it came", async () => {
    const { baseUrl } = await serve(() => undefined)
    const stopped = AbortSignal.abort(new Error('enough'))
    const error = await failureOf(createClient({ baseUrl }).me({ signal: stopped }))
    expect(error).toMatchObject({ message: 'enough' })
  })

  it('refuses an answer that is not what it knows, by field', async () => {
    const { baseUrl } = await serve((_, response) =>
      answerJson(response, 200, { ...sampleLead, status: 'Nonsense' }),
    )
    const error = await failureOf(createClient({ baseUrl }).leads.get(LEAD_ID))
    expect(error).toMatchObject({
      code: 'client.unexpected_answer',
      problem: { errors: [{ path: 'status' }] },
    })
  })

  it('refuses a page of HTML in place of JSON', async () => {
    const { baseUrl } = await serve((_, response) => response.end('<html>'))
    const error = await failureOf(createClient({ baseUrl }).me())
    expect(error).toMatchObject({ code: 'client.unexpected_answer' })
  })
})
