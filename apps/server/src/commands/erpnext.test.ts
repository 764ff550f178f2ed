import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type ErpnextDouble, startErpnextDouble } from '@insa/mcp-servers/erpnext-double'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readErpnextAccess } from '../config.ts'
import type { ErpnextAccess } from '../erpnext-access.ts'
import { recordingTerminal } from '../testing/site-folder.ts'
import { erpnextSetup } from './erpnext-setup.ts'
import { erpnextVerify } from './erpnext-verify.ts'

const INSA = fileURLToPath(new URL('../../bin/insa.mjs', import.meta.url))

let double: ErpnextDouble
let access: ErpnextAccess

beforeEach(async () => {
  double = await startErpnextDouble()
  const { runtime, setup } = double.keys
  access = {
    url: double.url,
    runtime: { apiKey: runtime.key, apiSecret: runtime.secret },
    setup: { apiKey: setup.key, apiSecret: setup.secret },
    webhookSecret: 'a-secret-of-enough-letters',
  }
})
afterEach(() => double.stop())

const writes = () => double.requests.filter((r) => r.method !== 'GET').length

/** As a process, with nothing in its environment but what is given. */
const insa = (args: string[], env: Record<string, string>) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [INSA, ...args],
      { env: { PATH: process.env.PATH ?? '', ...env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })

describe('insa erpnext setup', () => {
  it('says what it would do, does it, and then has nothing to do [erpnext.setup]', async () => {
    const dry = recordingTerminal()
    await erpnextSetup({ dryRun: true }, access, dry)
    expect(writes()).toBe(0)
    expect(dry.said).toContain('+ DocType Lead Score')
    expect(dry.said.at(-1)).toMatch(
      /^\d+ to create, 0 to change, 0 as they should be\. Nothing was changed; --apply does it\.$/,
    )
    const done = recordingTerminal()
    await erpnextSetup({ apply: true }, access, done)
    expect(done.said.at(-1)).toMatch(/^\d+ done\. The site has all that INSA CRM needs\.$/)
    const again = recordingTerminal()
    const before = writes()
    await erpnextSetup({ apply: true }, access, again)
    expect(again.said).toEqual(['Everything was there already; nothing was changed.'])
    expect(writes()).toBe(before)
  })

  it('stops at a failure with what is left, and goes on when it is run again [erpnext.setup.resumes]', async () => {
    const terminal = recordingTerminal()
    const say = terminal.say
    terminal.say = (line) => {
      say(line)
      if (line.includes('(5 of')) double.faults.next('500', '500', '500', '500')
    }
    await expect(erpnextSetup({ apply: true }, access, terminal)).rejects.toThrow(
      /could not be made \(5 done, \d+ left; run it again to go on\): ERPNext failed \(500\)/,
    )
    double.faults.plan = { ...double.faults.plan }
    const rest = recordingTerminal()
    for (let i = 0; i < 4; i++)
      await erpnextSetup({ apply: true }, access, rest).catch(() => undefined)
    expect(rest.said.at(-1)).toMatch(/nothing was changed|has all that/)
  })

  it('needs a key of its own', async () => {
    await expect(erpnextSetup({ apply: true }, { ...access, setup: null })).rejects.toThrow(
      'ERPNEXT_SETUP_KEY and ERPNEXT_SETUP_SECRET are not set',
    )
    await expect(
      erpnextSetup(
        { apply: true, webhookUrl: 'https://x.example/' },
        { ...access, webhookSecret: null },
      ),
    ).rejects.toThrow('--webhook-url needs ERPNEXT_WEBHOOK_SECRET')
  })
})

describe('insa erpnext verify', () => {
  it('lists what it found, and fails where there is a problem [erpnext.verify]', async () => {
    const before = recordingTerminal()
    await erpnextVerify({}, access, before)
    expect(before.said).toContain('    insa erpnext setup --apply')
    await erpnextSetup({ apply: true }, access, recordingTerminal())
    const after = recordingTerminal()
    await erpnextVerify({}, access, after)
    expect(after.said.at(-1)).toBe(`${double.url} can be used: 0 problems, 0 warnings.`)
    const { nobody } = double.keys
    const poor = { ...access, runtime: { apiKey: nobody.key, apiSecret: nobody.secret } }
    await expect(erpnextVerify({}, poor, recordingTerminal())).rejects.toThrow(
      /is not as INSA CRM needs it: \d+ problems, 0 warnings\./,
    )
  })

  it('says what to do about wrong credentials and a wrong address, and writes nothing [erpnext.words]', async () => {
    const env = { ERPNEXT_URL: double.url, ERPNEXT_API_KEY: 'wrong', ERPNEXT_API_SECRET: 'wrong' }
    const wrong = await insa(['erpnext', 'verify'], env)
    expect(wrong.code).toBe(9)
    expect(wrong.stdout).toContain('✗ connection: ERPNext does not know this API key')
    expect(wrong.stdout).toContain('API Access')
    const keys = { ERPNEXT_SETUP_KEY: 'wrong', ERPNEXT_SETUP_SECRET: 'wrong' }
    const setup = await insa(['erpnext', 'setup', '--apply'], { ERPNEXT_URL: double.url, ...keys })
    expect(setup.code).toBe(3)
    expect(setup.stderr).toContain('API Access')
    expect(writes()).toBe(0)
    const none = await insa(['erpnext', 'verify'], {})
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('ERPNEXT_URL is not set')])
    expect(`${wrong.stdout}${setup.stderr}`).not.toContain('wrong:wrong')
  })
})

describe('the settings of ERPNext', () => {
  it('need both halves of a key', () => {
    expect(readErpnextAccess({})).toBeNull()
    expect(() =>
      readErpnextAccess({ ERPNEXT_URL: 'https://erp.example', ERPNEXT_API_KEY: 'a' }),
    ).toThrow('ERPNEXT_API_KEY and ERPNEXT_API_SECRET belong together')
    expect(() => readErpnextAccess({ ERPNEXT_URL: 'erp.example' })).toThrow('ERPNEXT_URL')
  })
})
