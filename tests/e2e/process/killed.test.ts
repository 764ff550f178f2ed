/** kill -9 at the worst moment, and the start after it. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
  START_MS,
  startInsa,
} from './insa-process.ts'

const ADMIN = { email: 'First.Admin@site.example', password: 'chosen by the person who starts' }
const CREATIONS = 200
const DIE_BEFORE_GREETING = new URL('die-before-greeting.mjs', import.meta.url)
/** Requests on their way at the same time. */
const AT_ONCE = 8

let folder: Folder
let env: NodeJS.ProcessEnv
let first: InsaProcess
let client: Client

beforeAll(async () => {
  folder = await emptyFolder()
  env = {
    INSA_DATA_DIR: join(folder.path, 'data'),
    INSA_ADMIN_EMAIL: ADMIN.email,
    INSA_ADMIN_PASSWORD: ADMIN.password,
    INSA_ADMIN_API_KEY: API_KEY,
  }
  first = startInsa(env, ['--empty'])
  client = await clientOf(first)
}, START_MS)

afterAll(async () => {
  await killAll()
  await folder.remove()
})

/** Creates leads until the process is gone. @returns the ids it acknowledged. */
async function createUntilDeath(kill: () => void): Promise<string[]> {
  const acknowledged: string[] = []
  let next = 0
  const create = async () => {
    while (next < CREATIONS) {
      const { id } = await client.leads.create({ company_name: `Company ${next++}` })
      acknowledged.push(id)
      if (acknowledged.length === CREATIONS / 2) kill()
    }
  }
  await Promise.allSettled(Array.from({ length: AT_ONCE }, create))
  return acknowledged
}

describe('a start with INSA_ADMIN_… and --empty', () => {
  it('makes that administrator and key, and shows neither secret [start.first-administrator]', async () => {
    const answer = await fetch(`${await first.url()}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ADMIN),
    })
    expect(answer.status).toBe(200)
    expect((await client.me()).organization.role).toBe('administrator')
    expect(greeting(first.stdout())).toContain('the password in INSA_ADMIN_PASSWORD')
    expect(first.stdout()).not.toContain(ADMIN.password)
    expect(first.stdout()).not.toContain(API_KEY)
  })

  it('loads no demo [start.demo]', async () => {
    expect((await client.leads.list()).data).toEqual([])
    expect((await client.me()).organizations.map((o) => o.name)).toEqual(['INSA'])
    expect(greeting(first.stdout())).not.toContain('Demo')
  })
})

describe('kill -9 during two hundred creations', () => {
  let again: Client

  it(
    'loses no lead that was acknowledged, and the next start succeeds though the old pid is another’s [start.kill-9-loses-nothing] [start.after-kill-9]',
    async () => {
      const acknowledged = await createUntilDeath(() => first.kill('SIGKILL'))
      expect(await first.ended).toBe('SIGKILL')
      expect(acknowledged.length).toBeGreaterThanOrEqual(CREATIONS / 2)
      expect(acknowledged.length).toBeLessThan(CREATIONS)
      // As if the dead one had had our pid: a process that lives and is no INSA CRM.
      const holder = join(env.INSA_DATA_DIR ?? '', 'lock.holder')
      const stale = (await readFile(holder, 'utf8')).replace(`${first.pid}`, `${process.pid}`)
      await writeFile(holder, stale)

      again = await clientOf(startInsa(env))
      const kept = new Set<string>()
      for await (const lead of again.leads.each({ limit: 200 })) kept.add(lead.id)
      expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
    },
    START_MS,
  )

  it(
    'leaves no work undone: every lead is qualified in the end',
    async () => {
      const unscored = async () => (await again.overview()).leads_unscored
      await expect.poll(unscored, { timeout: START_MS, interval: 200 }).toBe(0)
    },
    2 * START_MS,
  )
})

describe('kill -9 before the first greeting', () => {
  it(
    'loses no way in: the next start makes another password and prints it, with the demo once [start.first-administrator] [start.after-kill-9] [start.demo]',
    async () => {
      const site = { ...env, INSA_DATA_DIR: join(folder.path, 'cut off'), INSA_ADMIN_PASSWORD: '' }
      const doomed = startInsa({ ...site, NODE_OPTIONS: `--import=${DIE_BEFORE_GREETING}` })
      expect(await doomed.ended).toBe('SIGKILL')
      expect(doomed.stdout()).not.toContain('Sign in')

      const next = startInsa(site)
      const url = await next.url()
      const [, email, password] =
        / {2}Sign in {3}(\S+) \/ (\S+)\n/.exec(greeting(next.stdout())) ?? []
      expect(greeting(next.stdout())).toContain('Demo      20 leads')
      const answer = await fetch(`${url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      })
      expect(answer.status).toBe(200)
      expect((await (await clientOf(next)).overview()).leads_total).toBe(20)
      next.kill('SIGKILL')
      await next.ended

      const third = startInsa(site)
      await third.url()
      expect(greeting(third.stdout())).toContain('Sign in   with your account')
    },
    3 * START_MS,
  )
})
