import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { EXIT, exitCodeHelp } from './exit-codes.ts'
import { runProgram } from './run-program.ts'
import { fakeServer, problem } from './testing/fake-server.ts'
import { recorder, runInsa } from './testing/run-insa.ts'

describe('usage', () => {
  it.each([
    ['an unknown command', ['leads', 'lst']],
    ['an unknown option', ['leads', 'list', '--wat']],
    ['a missing argument', ['leads', 'show']],
    ['a number out of range', ['leads', 'list', '--limit', '201']],
    ['a word that is no priority', ['leads', 'list', '--priority', 'urgent']],
    ['a date that is none', ['keys', 'create', 'x', '--expires', 'soon']],
    ['an address that is none', ['leads', 'list', '--url', 'localhost:8080']],
    ['a key with a blank', ['leads', 'list', '--key', 'a b']],
  ])('exits 2 on %s, and says why on stderr', async (_, args) => {
    const { code, stdout, stderr } = await runInsa(args)
    expect(code).toBe(EXIT.usage)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^error: /)
  })

  it('explains the exit codes in every help text', async () => {
    const { code, stdout } = await runInsa(['leads', 'import', '--help'])
    expect(code).toBe(EXIT.ok)
    expect(stdout).toContain(exitCodeHelp())
  })
})

describe('failures', () => {
  it.each([
    [400, EXIT.invalidInput],
    [401, EXIT.notAllowed],
    [403, EXIT.notAllowed],
    [404, EXIT.notFound],
    [409, EXIT.conflict],
    [412, EXIT.conflict],
    [413, EXIT.invalidInput],
    [422, EXIT.invalidInput],
    [429, EXIT.unavailable],
    [500, EXIT.unexpected],
    [503, EXIT.unavailable],
  ])('an answer %i exits %i', async (status, expected) => {
    const { url } = await fakeServer({
      'GET /api/v1/leads': () => problem(status, 'x.y', 'No.'),
    })
    const { code, stderr } = await runInsa(['leads', 'list', '--url', url])
    expect(code).toBe(expected)
    expect(stderr).toMatch(/^error: No\.\n/)
  })

  it('says how to start the server when nobody listens', async () => {
    const { code, stderr } = await runInsa(['leads', 'list', '--url', 'http://127.0.0.1:1'])
    expect(code).toBe(EXIT.unavailable)
    expect(stderr).toContain('npm start')
  })

  it('tells machines the problem on stdout with --json', async () => {
    const { url } = await fakeServer({
      'GET /api/v1/leads': () => problem(403, 'auth.forbidden', 'No right.'),
    })
    const { stdout } = await runInsa(['leads', 'list', '--json', '--url', url])
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'auth.forbidden', status: 403, exit_code: EXIT.notAllowed },
    })
  })

  it("of anybody's command are reported in the same way", async () => {
    const stderr = recorder()
    const program = new Command('insa')
    program.command('up').action(() => {
      throw new Error('The port is taken.')
    })
    let code = 0
    const config = {
      ...readConfig(),
      stdout: recorder().stream,
      stderr: stderr.stream,
      setExitCode: (failure: number) => {
        code = failure
      },
    }
    await runProgram(program, ['up'], config)
    expect(code).toBe(EXIT.unexpected)
    expect(stderr.text()).toContain('The port is taken.')
  })
})
