import { describe, expect, it } from 'vitest'
import { describeError } from './describe-error.ts'
import { fingerprintOf } from './fingerprint.ts'
import { normaliseMessage } from './normalise-message.ts'
import { readFrames } from './stack-frames.ts'

describe('a message that is kept', () => {
  it.each([
    ['No lead of anna.mueller@example.com', 'No lead of <email>'],
    ['Call +49 (171) 555-0199 back', 'Call <n> back'],
    ['Row 17 of 2,500 took 31.5 ms', 'Row <n> of <n> took <n> ms'],
    ['No execution 01890000-0000-7000-8000-000000000000 here', 'No execution <id> here'],
    ['connect ECONNREFUSED 10.1.2.3:5432', 'connect ECONNREFUSED <address>'],
    [
      'invalid input syntax for type uuid: "Anna Müller"',
      'invalid input syntax for type uuid: <text>',
    ],
    [
      'Unexpected token \'H\', "Hello, my name i"... is not JSON',
      'Unexpected token <text>, <text>... is not JSON',
    ],
    ['It said "and never ended', 'It said <text>'],
    ["It doesn't work", "It doesn't work"],
    ['postgres://insa:hunter22@db/insa refused', 'postgres://insa:[secret]@db/insa refused'],
    ['Bearer insa_abcdefghijkl was refused', 'Bearer [secret] was refused'],
    ['\ud800\u0000lone', '\ufffdlone'],
  ])('says nothing of people: %s [errors.no-people]', (message, kept) => {
    expect(normaliseMessage(message)).toBe(kept)
  })

  it('keeps the names of code that the engine and the database quote', () => {
    const type = describeError(new TypeError("Cannot read properties of null (reading 'length')"))
    expect(type[0].message).toContain("'length'")
    const unique = Object.assign(new Error('violates constraint "leads_pkey"'), { code: '23505' })
    expect(describeError(unique)[0].message).toContain('"leads_pkey"')
    const cast = Object.assign(new Error('invalid input "Anna"'), { code: '22P02' })
    expect(describeError(cast)[0].message).not.toContain('Anna')
  })

  it('is short, however long it was', () => {
    expect(normaliseMessage('word '.repeat(10_000)).length).toBe(300)
  })
})

describe('a stack', () => {
  it('is read without the message in it, ours told from libraries, without the machine’s directories', () => {
    const { frames } = describeError(new Error('at home of Anna (secret:1:2)'))[0]
    expect(frames[0]).toMatchObject({
      file: 'apps/server/src/platform/errors/describe-error.test.ts',
      in_app: true,
    })
    expect(JSON.stringify(frames)).not.toMatch(/Anna|secret/)
    expect(frames.some((f) => f.file.startsWith('node_modules/') && !f.in_app)).toBe(true)
    expect(readFrames('    at f (/home/anna/other/x.js:1:2)')[0]?.file).toBe('…/x.js')
  })

  it('is read as Firefox and Chromium write it', () => {
    const address = 'https://crm.example/assets/index-1a2b.js?x=1'
    const frame = {
      function: 'e',
      file: '/assets/index-1a2b.js',
      line: 1,
      column: 23,
      in_app: true,
    }
    expect(readFrames(`e@${address}:1:23`)).toEqual([frame])
    expect(readFrames(`TypeError: no\n    at async e (${address}:1:23)`)).toEqual([frame])
  })

  it('is described whatever was thrown', () => {
    const spiteful = Object.defineProperty(new Error('x'), 'stack', {
      get: () => {
        throw new Error('no')
      },
    })
    for (const thrown of [null, undefined, 'words', 7, { password: 'p' }, spiteful])
      expect(JSON.stringify(describeError(thrown))).not.toContain('"p"')
    const circle = new Error('round')
    circle.cause = circle
    expect(describeError(circle)).toHaveLength(1)
  })
})

describe('a fingerprint', () => {
  const of = (error: unknown, where = 'x', origin: 'request' | 'browser' = 'request') =>
    fingerprintOf({ error, origin, where, what: 'It failed', chain: describeError(error) })
  const stackOf = (line: number, name = 'judge', file = 'apps/server/src/a.ts') =>
    `Error: x\n    at ${name} (${file}:${line}:5)\n    at run (node_modules/pg/lib/client.js:${line}:1)`
  const withStack = (stack: string, message = 'It went wrong') =>
    Object.assign(new Error(message), { stack })

  it('is the same when lines have moved and the message names another lead [errors.grouped]', () => {
    expect(of(withStack(stackOf(12), 'Lead 12 is bad'))).toBe(
      of(withStack(stackOf(99), 'Lead 13 is odd')),
    )
  })

  it('differs by function, by file, by type and by what caused it', () => {
    const same = of(withStack(stackOf(12)))
    for (const other of [
      withStack(stackOf(12, 'score')),
      withStack(stackOf(12, 'judge', 'apps/server/src/b.ts')),
      Object.assign(withStack(stackOf(12)), { name: 'RangeError' }),
      Object.assign(withStack(stackOf(12)), { cause: withStack(stackOf(1, 'parse')) }),
    ])
      expect(of(other)).not.toBe(same)
  })

  it('is by type and message where no frame is ours, and one for a database that is away', () => {
    const strange = (message: string) => withStack('Error: x\n    at f (node:net:1:2)', message)
    expect(of(strange('Row 1'))).toBe(of(strange('Row 2')))
    expect(of(strange('Row 1'))).not.toBe(of(strange('Column 1')))
    const away = (name: string) =>
      Object.assign(withStack(stackOf(1, name), 'connect ECONNREFUSED 127.0.0.1:5432'), {
        code: 'ECONNREFUSED',
      })
    expect(of(away('readLead'))).toBe(of(away('readMail')))
  })

  it('of the browser is by page and message: its functions have other names in every build', () => {
    const minified = (name: string) => withStack(`    at ${name} (https://x.y/assets/a-1.js:1:2)`)
    expect(of(minified('a'), '/leads', 'browser')).toBe(of(minified('b'), '/leads', 'browser'))
    expect(of(minified('a'), '/leads', 'browser')).not.toBe(of(minified('a'), '/mail', 'browser'))
  })
})
