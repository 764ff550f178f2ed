/** API, workers and schedulers in processes of their own, on one PostgreSQL and one Redis; some of them are killed. */
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { type Client, createClient } from '@insa/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createFreshPostgres,
  type FreshPostgres,
  queryPostgres,
} from '../../../apps/server/src/testing/fresh-postgres.ts'
import { freshRedisUrl } from '../../../apps/server/src/testing/fresh-redis.ts'
import { freePort } from '../../free-port.ts'
import {
  API_KEY,
  emptyFolder,
  type Folder,
  greeting,
  type InsaProcess,
  killAll,
  START_MS,
  startInsa,
} from './insa-process.ts'

let folder: Folder
let postgres: FreshPostgres
let env: NodeJS.ProcessEnv
let apis: InsaProcess[]
let clients: Client[]

beforeAll(async () => {
  folder = await emptyFolder()
  postgres = await createFreshPostgres()
  env = {
    DATABASE_URL: postgres.url,
    REDIS_URL: await freshRedisUrl(),
    INSA_DATA_DIR: join(folder.path, 'data'),
    INSA_ADMIN_API_KEY: API_KEY,
    LOG_LEVEL: 'info',
  }
  const first = startInsa(env, [], 'api')
  await first.url()
  apis = [first, startInsa(env, [], 'api')]
  clients = await Promise.all(
    apis.map(async (api) => createClient({ baseUrl: await api.url(), apiKey: API_KEY })),
  )
}, 2 * START_MS)

afterAll(async () => {
  await killAll()
  await postgres.drop()
  await folder.remove()
})

const sql = (statement: string) => queryPostgres(postgres.url, statement)
const ready = (insa: InsaProcess) =>
  expect.poll(() => insa.stdout(), { timeout: START_MS }).toContain('Stop with Ctrl-C')
const client = (i: number) => clients[i] as Client
const leadOf = (name: string) =>
  client(0).leads.create({ company_name: name, message: 'A PLC migration, budget approved.' })
const processes = async () =>
  (await client(0).system()).parts.find((part) => part.name === 'Processes')

describe('without a worker and a scheduler', () => {
  it(
    'the API takes work, and says what is missing [roles.doctor]',
    async () => {
      expect(await processes()).toMatchObject({
        what: expect.stringMatching(/^api on .*; api on /),
        hint: expect.stringMatching(/No scheduler acts.*No worker runs .*lead_qualification/s),
        healthy: false,
      })
    },
    START_MS,
  )
})

describe('a worker', () => {
  it(
    'does what an API was asked for, and the other API tells of it [roles.several] [events.between-processes]',
    async () => {
      const lead = await leadOf('Talleres Ibarra')
      const port = `${await freePort()}`
      const worker = startInsa(
        { ...env, INSA_HEALTH_PORT: port },
        ['--agents', 'lead_qualification', '--concurrency', '2'],
        'worker',
      )
      await ready(worker)
      expect(greeting(worker.stdout())).toContain('worker of lead_qualification, 2 at a time')
      const { status } = await client(1).leads.qualify(lead.id, { wait: 30 })
      expect(status).toBe('succeeded')
      const health = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
      expect((await health('/readyz')).status).toBe(200)
      expect(await (await health('/metrics')).text()).toMatch(
        /insa_agent_executions_total\{.* [12]\b/,
      )
      expect((await health('/api/v1/leads')).status).toBe(404)
      worker.kill('SIGTERM')
      expect(await worker.ended).toBe(0)
    },
    2 * START_MS,
  )

  it(
    'of an agent that there is not is told what there is',
    async () => {
      const worker = startInsa(env, ['--agents', 'lead_qualifikation'], 'worker')
      expect(await worker.ended).toBe(1)
      expect(worker.stderr()).toMatch(/no agent lead_qualifikation.*takes: .*lead_qualification/)
    },
    START_MS,
  )

  it(
    'that is killed is noticed, and another goes on with its work from the last finished step [roles.dead-worker]',
    async () => {
      // Its model takes the question and never answers.
      const model = createServer(() => undefined).listen(0, '127.0.0.1')
      await once(model, 'listening')
      const { port } = model.address() as AddressInfo
      const doomed = startInsa(
        {
          ...env,
          INSA_ENGINE: 'anthropic-api',
          ANTHROPIC_API_KEY: 'a key of nobody',
          ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`,
        },
        [],
        'worker',
      )
      await ready(doomed)
      const lead = await leadOf('Killed in the middle')
      const find = async () =>
        (await client(0).executions.list({ lead_id: lead.id, status: 'running' })).data[0]
      await expect.poll(find, { timeout: START_MS }).toBeDefined()
      const id = (await find())?.id ?? ''
      const stepsOf = async () => (await client(0).executions.get(id)).steps
      await expect.poll(async () => (await stepsOf()).length, { timeout: START_MS }).toBe(2)
      const before = await stepsOf()
      doomed.kill('SIGKILL')
      await doomed.ended
      model.close()

      const other = startInsa(env, [], 'worker')
      const ended = await client(1).executions.follow(id)
      expect(ended).toMatchObject({ status: 'succeeded', attempts: 2 })
      expect(ended.steps.slice(0, 2)).toEqual(before)
      other.kill('SIGTERM')
      expect(await other.ended).toBe(0)
    },
    3 * START_MS,
  )
})

describe('of two schedulers', () => {
  it(
    'one acts; when it is killed the other does, and when it is stopped at once [roles.one-scheduler]',
    async () => {
      const schedulers = [startInsa(env, [], 'scheduler'), startInsa(env, [], 'scheduler')]
      await Promise.all(schedulers.map(ready))
      const acting = () => schedulers.filter((s) => s.stdout().includes('This scheduler acts now'))
      await expect.poll(() => acting().length).toBe(1)
      const [first] = acting()
      first?.kill('SIGKILL')
      await expect.poll(() => acting().length, { timeout: 60_000 }).toBe(2)
      expect(await sql('select holder from scheduler_lease')).toHaveLength(1)
      const second = schedulers.find((s) => s !== first)
      second?.kill('SIGTERM')
      expect(await second?.ended).toBe(0)
      expect(await sql('select holder from scheduler_lease')).toEqual([])
    },
    2 * START_MS,
  )
})

describe('a part of the work', () => {
  it(
    'needs PostgreSQL, and says so',
    async () => {
      const worker = startInsa({ ...env, DATABASE_URL: '', REDIS_URL: '' }, [], 'worker')
      expect(await worker.ended).toBe(1)
      expect(worker.stderr()).toBe(
        'insa worker needs DATABASE_URL: the embedded database is for one process, insa up.\n',
      )
    },
    START_MS,
  )
})
