/** One site from its first start to its second: what the person at the terminal sees and may do. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Client } from '@insa/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  API_KEY,
  clientOf,
  emptyFolder,
  type Folder,
  greeting,
  type InsaProcess,
  killAll,
  logOf,
  START_MS,
  startInsa,
} from './insa-process.ts'

const PRELOAD = new URL('record-network.mjs', import.meta.url)
/** Enough that Ctrl-C comes while it runs, few enough to be done within the time that a stop gives it. */
const ROWS = 1_500

let folder: Folder
let env: NodeJS.ProcessEnv
let first: InsaProcess
let client: Client
let networkLog: string

beforeAll(async () => {
  folder = await emptyFolder()
  networkLog = join(folder.path, 'network.log')
  env = { INSA_DATA_DIR: join(folder.path, 'data'), INSA_ADMIN_API_KEY: API_KEY }
  first = startInsa({
    ...env,
    LOG_LEVEL: 'trace',
    NODE_OPTIONS: `--import=${PRELOAD}`,
    INSA_NETWORK_LOG: networkLog,
  })
  client = await clientOf(first)
}, START_MS)

afterAll(async () => {
  await killAll()
  await folder.remove()
})

/** What record-network.mjs saw leave this machine. */
async function opened(file: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).trim().split('\n')
  return lines.filter((l) => l && !/"(localhost|127\.\d+\.\d+\.\d+|::1)"/.test(l))
}

const signIn = async (password: string) =>
  fetch(`${await first.url()}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@example.com', password }),
  })

describe('the first start', () => {
  it('prints the address, how to sign in, and what is real and what is a stand-in [start.says-what-is-real]', async () => {
    const said = greeting(first.stdout())
    expect(said).toContain(await first.url())
    expect(said).toMatch(/Sign in {3}admin@example\.com \/ \S+/)
    for (const { name, real, what } of (await client.system()).parts) {
      expect(said).toMatch(new RegExp(`${real ? 'real' : 'stand-in'} +${name} +`))
      expect(said).toContain(what)
    }
    // No warning: it listens on loopback only.
    expect(first.stderr()).toBe('')
    const page = await fetch(await first.url())
    expect(page.ok).toBe(true)
  })

  it('makes up a password that opens, shown once and never in the log [start.first-administrator] [start.password-never-logged]', async () => {
    const [, password = ''] = /admin@example\.com \/ (\S+)/.exec(greeting(first.stdout())) ?? []
    expect(password.length).toBeGreaterThanOrEqual(16)
    expect((await signIn(password)).status).toBe(200)
    expect((await signIn(`${password}x`)).status).toBe(401)
    expect(`${first.stdout()}${first.stderr()}`.split(password)).toHaveLength(2)
    // There is a log, of everything; only not of this.
    expect(logOf(first.stdout())).toContain('Server listening')
    expect(logOf(first.stdout())).not.toContain(password)
  })

  it(
    'qualifies twenty demo leads by itself [start.demo]',
    async () => {
      expect((await client.leads.list({ limit: 200 })).data).toHaveLength(20)
      const succeeded = async () =>
        (await client.executions.list({ limit: 200, status: 'succeeded' })).data.length
      await expect.poll(succeeded, { timeout: START_MS, interval: 100 }).toBe(20)
      expect((await client.overview()).leads_unscored).toBe(0)
    },
    2 * START_MS,
  )

  it('opens no connection to anywhere and asks for no name [start.offline]', async () => {
    expect(await opened(networkLog)).toEqual([])
  })

  it('would have been caught opening one', async () => {
    const control = join(folder.path, 'control.log')
    const code = `fetch('http://192.0.2.1:8080').catch(() => 0); fetch('http://example.invalid').catch(() => 0)
      require('node:dgram').createSocket('udp4').send('x', 9, '192.0.2.1', () => process.exit())`
    await promisify(execFile)(process.execPath, [`--import=${PRELOAD}`, '--eval', code], {
      env: { INSA_NETWORK_LOG: control },
    })
    expect((await opened(control)).join('\n')).toMatch(/^connect .*192\.0\.2\.1/m)
    expect((await opened(control)).join('\n')).toMatch(/^(connect|lookup) .*example\.invalid/m)
    expect((await opened(control)).join('\n')).toMatch(/^send .*192\.0\.2\.1/m)
  })
})

describe('a start while another runs on the same data directory', () => {
  it(
    'is refused, says by whom, and leaves the other alone [start.second-start-refused]',
    async () => {
      const second = startInsa(env)
      expect(await second.ended).toBe(1)
      expect(second.stderr()).toContain(
        `${env.INSA_DATA_DIR} is in use by another INSA CRM (pid ${first.pid}`,
      )
      expect(second.stderr()).toContain('Stop that one first')
      expect(second.stderr()).not.toContain('    at ')
      expect((await client.leads.list()).data.length).toBeGreaterThan(0)
    },
    START_MS,
  )
})

describe('Ctrl-C', () => {
  let stoppedAt: Date
  let importId: string

  it(
    'lets running work finish, then ends with 0 [start.ctrl-c-finishes-work]',
    async () => {
      const rows = Array.from({ length: ROWS }, (_, i) => ({ company_name: `Row ${i} Ltd` }))
      importId = (await client.leads.importJson(rows)).id
      const status = async () => (await client.executions.get(importId)).status
      await expect.poll(status, { timeout: START_MS, interval: 5 }).toBe('running')
      first.kill('SIGINT')
      expect(await first.ended).toBe(0)
      stoppedAt = new Date()
      expect(first.stdout()).toContain('Finishing running work')
      expect(first.stdout().trimEnd()).toMatch(/ {2}Stopped\.$/)
    },
    START_MS,
  )

  it(
    'is followed by a start that has everything and makes nothing anew [start.data-survives]',
    async () => {
      const second = startInsa(env)
      const again = await clientOf(second)
      const done = await again.executions.get(importId)
      expect(done).toMatchObject({ status: 'succeeded', attempts: 1 })
      expect(Date.parse(done.finished_at ?? '')).toBeLessThan(stoppedAt.getTime())
      expect((await again.overview()).leads_total).toBe(20 + ROWS)
      expect(greeting(second.stdout())).toContain('Sign in   with your account')
      expect(second.stdout()).not.toContain('password is shown once')
    },
    START_MS,
  )
})
