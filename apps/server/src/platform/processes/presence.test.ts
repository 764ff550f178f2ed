import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openTestDatabase } from '../../testing/test-database.ts'
import type { Database } from '../database/database.ts'
import { createPresence } from './presence.ts'
import { allRoles } from './roles.ts'

const HOUR_MS = 3_600_000

let database: Database
beforeEach(async () => {
  database = await openTestDatabase('postgres')
})
afterEach(async () => {
  vi.useRealTimers()
  await database.close()
})

it('a process whose clock is off by an hour goes by the database’s [processes.one-clock]', async () => {
  const presence = createPresence({
    database,
    roles: allRoles(1),
    version: '1',
    keyId: 'key',
    silentS: 15,
    onError: (error) => {
      throw error
    },
  })
  const real = performance.timeOrigin + performance.now()
  vi.useFakeTimers({ toFake: ['Date'], now: real + HOUR_MS })
  await presence.start()
  const elapsed = performance.timeOrigin + performance.now()
  expect(Math.abs(presence.now().getTime() - elapsed)).toBeLessThan(HOUR_MS / 2)
  await presence.stop()
})
