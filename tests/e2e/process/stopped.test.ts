/** A stop and a failure while the program starts: the process ends, and lets go of its data. */
import { mkdir } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  API_KEY,
  clientOf,
  emptyFolder,
  type Folder,
  killAll,
  START_MS,
  startInsa,
} from './insa-process.ts'

/** Long before the program would end itself without what does not let go. Milliseconds. */
const SOON_MS = 10_000

let folder: Folder
let env: NodeJS.ProcessEnv
beforeEach(async () => {
  folder = await emptyFolder()
  env = { INSA_DATA_DIR: join(folder.path, 'data'), INSA_ADMIN_API_KEY: API_KEY, LOG_LEVEL: 'warn' }
})
afterEach(async () => {
  await killAll()
  await folder.remove()
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function untilAnswered(url: string): Promise<void> {
  const answered = () =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
  await expect.poll(answered, { timeout: START_MS, interval: 2 }).toBe(true)
}

describe('SIGTERM', () => {
  it(
    'with the first answer, while the start goes on, ends the process soon and leaves a site that starts',
    async () => {
      const port = await freePort()
      const insa = startInsa({ ...env, PORT: `${port}` }, ['--empty'])
      await untilAnswered(`http://127.0.0.1:${port}/healthz`)
      insa.kill('SIGTERM')
      const asked = performance.now()
      expect(await insa.ended).toBe(0)
      expect(performance.now() - asked).toBeLessThan(SOON_MS)
      expect(insa.stdout()).toMatch(/ {2}Stopped\.\n$/)
      const again = await clientOf(startInsa(env))
      expect((await again.me()).organization.role).toBe('administrator')
    },
    2 * START_MS,
  )
})

describe('a start that fails after its data was opened', () => {
  it(
    'says why, ends, and lets go of the data',
    async () => {
      const unreadable = join(env.INSA_DATA_DIR ?? '', 'secret-key')
      await mkdir(unreadable, { recursive: true })
      const insa = startInsa(env, ['--empty'])
      expect(await insa.ended).toBe(1)
      expect(insa.stderr()).toContain('EISDIR')
      const second = startInsa(env, ['--empty'])
      expect(await second.ended).toBe(1)
      expect(second.stderr()).not.toContain('in use by another')
    },
    2 * START_MS,
  )
})
