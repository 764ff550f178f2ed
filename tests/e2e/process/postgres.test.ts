/** The same program on a PostgreSQL server: from its first start to a scored lead, and the second start. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createFreshPostgres,
  type FreshPostgres,
} from '../../../apps/server/src/testing/fresh-postgres.ts'
import {
  API_KEY,
  clientOf,
  emptyFolder,
  type Folder,
  greeting,
  killAll,
  START_MS,
  startInsa,
} from './insa-process.ts'

let folder: Folder
let postgres: FreshPostgres
beforeAll(async () => {
  folder = await emptyFolder()
  postgres = await createFreshPostgres()
})
afterAll(async () => {
  await killAll()
  await postgres.drop()
  await folder.remove()
})

describe('with DATABASE_URL', () => {
  it(
    'a first start on an empty database scores a lead, and a second start has it [database.both] [start.data-survives]',
    async () => {
      const env = {
        DATABASE_URL: postgres.url,
        INSA_DATA_DIR: join(folder.path, 'data'),
        INSA_ADMIN_API_KEY: API_KEY,
      }
      const first = startInsa(env, ['--empty'])
      const client = await clientOf(first)
      expect(greeting(first.stdout())).toMatch(/real +Database +PostgreSQL/)
      const lead = await client.leads.create({
        company_name: 'Talleres Ibarra',
        message: 'We need a PLC migration for two lines, budget approved.',
      })
      const { status } = await client.leads.qualify(lead.id, { wait: 60 })
      expect(status).toBe('succeeded')
      const score = await client.leads.score(lead.id)
      first.kill('SIGTERM')
      expect(await first.ended).toBe(0)

      const again = await clientOf(startInsa(env))
      expect(await again.leads.score(lead.id)).toEqual(score)
    },
    2 * START_MS,
  )
})
