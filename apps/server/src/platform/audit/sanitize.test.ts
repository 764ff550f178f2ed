import { describe, expect, it } from 'vitest'
import { SECRET } from './redact-secrets.ts'
import { sanitize } from './sanitize.ts'

describe('what stands in the audit trail', () => {
  it.each([
    'password',
    'PASSWORD',
    'api_key',
    'apiKey',
    'X-Api-Key',
    'Authorization',
    'clientSecret',
    'client_secret',
    'access_token',
    'Set-Cookie',
    'privateKey',
    'db.credentials',
    'user_passphrase',
  ])('names the key %s and not its value [audit.no-secrets]', (key) => {
    expect(sanitize({ [key]: 'hunter2!' })).toEqual({ [key]: SECRET })
    expect(sanitize({ [key]: { user: 'ana', value: 'hunter2!' } })).toEqual({ [key]: SECRET })
    expect(sanitize({ [key]: ['hunter2!'] })).toEqual({ [key]: SECRET })
  })

  it.each([
    ['Authorization: Bearer abcdef123456 was sent', `Authorization: Bearer ${SECRET} was sent`],
    ['Basic dXNlcjpwYXNzd29yZA==', `Basic ${SECRET}`],
    ['use sk-ant-api03-AbC_d-123456 please', `use ${SECRET} please`],
    ['insa_Zm9vYmFyYmF6cXV4', SECRET],
    ['login?user=ana&password=hunter2&next=/', `login?user=ana&password=${SECRET}&next=/`],
    ['{"api_key": "hunter2", "site": 3}', `{"api_key": "${SECRET}", "site": 3}`],
    ['postgres://ana:hunter2@db.example.com/crm', `postgres://ana:${SECRET}@db.example.com/crm`],
    ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbmEifQ.c2lnbmF0dXJl', SECRET],
    ['-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----', SECRET],
    ['-----BEGIN RSA PRIVATE KEY-----\ncut off', SECRET],
    ['la contraseña: hunter2', `la contraseña: ${SECRET}`],
  ])('has no secret of the text %j [audit.no-secrets]', (text, kept) => {
    expect(sanitize({ note: text })).toEqual({ note: kept })
    expect(sanitize([text])).toEqual([kept])
  })

  it.each([
    'We need a basic automation package.',
    'The risk-based sk-8 valve',
    'password reset was asked for',
    'https://example.com/a:b',
  ])('has the words of %j, which hold no secret', (text) => {
    expect(sanitize(text)).toBe(text)
  })

  it('has amounts of tokens, which are no secrets', () => {
    const usage = { token: 3, tokens_used: { input: 12, output: 4 }, max_tokens: 100 }
    expect(sanitize(usage)).toEqual(usage)
  })

  it('has a long text’s beginning, and says how much is left out', () => {
    expect(sanitize('x'.repeat(301))).toBe(`${'x'.repeat(300)} … [cut: 1 characters more]`)
    expect(sanitize('x'.repeat(300))).toBe('x'.repeat(300))
    expect(sanitize('x'.repeat(1_000_300))).toMatch(/ … \[cut: 1,000,000 characters more\]$/)
  })

  it('has no half of a secret that a cut went through [audit.no-secrets]', () => {
    const text = `${'x '.repeat(145)}password=hunter2`
    expect(sanitize(text)).not.toContain('hunter')
    expect(sanitize(`${'x'.repeat(290)} sk-${'a'.repeat(40)}`)).not.toContain('sk-')
  })

  it('has the length and the digest of a message, and not its words', () => {
    const kept = sanitize({ message: 'Our line is down.', lead: { body_text: 'Call me.' } })
    expect(kept).toEqual({
      message: '[text: 17 characters, sha256 5380f16bd0932c31]',
      lead: { body_text: expect.stringMatching(/^\[text: 8 characters, sha256 [0-9a-f]{16}\]$/) },
    })
  })

  it('has at most fifty members of a list or an object, and says how many more there were', () => {
    const list = sanitize(Array.from({ length: 53 }, (_, i) => i))
    expect(list).toHaveLength(51)
    expect((list as unknown[]).at(-1)).toBe('[cut: 3 more]')
    const object = Object.fromEntries(Array.from({ length: 53 }, (_, i) => [`k${i}`, i]))
    expect(sanitize(object)).toMatchObject({ k49: 49, '[cut]': '3 more' })
  })

  it('is never larger than a page, and always something that PostgreSQL can keep', () => {
    const large = sanitize(
      Array.from({ length: 50 }, () =>
        Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`key ${i}`, 'x'.repeat(500)])),
      ),
    )
    expect(JSON.stringify(large).length).toBeLessThan(8_000)
    expect(JSON.stringify(large)).toContain('[cut')
    expect(sanitize('a\u0000b \ud83c')).toBe('a\ufffdb \ufffd')
    expect(sanitize(`${'x'.repeat(299)}😀`)).toBe(`${'x'.repeat(299)} … [cut: 1 characters more]`)
  })

  it('is JSON, whatever was handed in', () => {
    const circle: Record<string, unknown> = { at: new Date(0), big: 12n, none: undefined }
    circle.self = circle
    circle.deep = { a: { b: { c: { d: { e: { f: 1 } } } } } }
    expect(sanitize(circle)).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      big: '12',
      self: '[circular]',
      deep: { a: { b: { c: { d: { e: '[cut: too deep]' } } } } },
    })
    expect(sanitize(undefined)).toBeNull()
    expect(sanitize([Number.NaN, () => 1, Symbol('s')])).toEqual(['NaN', '[function]', '[symbol]'])
  })
})
