/** What a start says about an environment that it cannot use, or that is dangerous. */
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyFolder, type Folder, killAll, START_MS, startInsa } from './insa-process.ts'

let folder: Folder
let env: NodeJS.ProcessEnv
let squatter: Server
beforeAll(async () => {
  folder = await emptyFolder()
  env = { INSA_DATA_DIR: join(folder.path, 'data'), LOG_LEVEL: 'warn' }
  squatter = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => squatter.once('listening', resolve))
})
afterAll(async () => {
  await killAll()
  squatter.close()
  await folder.remove()
})

describe('a start', () => {
  it(
    'with a bad environment names every fault and touches nothing',
    async () => {
      const insa = startInsa({
        ...env,
        PORT: 'http',
        DATABASE_URL: 'mysql://localhost/crm',
        INSA_ADMIN_PASSWORD: 'short',
        INSA_ENGINE: 'oracle',
      })
      expect(await insa.ended).toBe(1)
      for (const name of ['PORT', 'DATABASE_URL', 'INSA_ADMIN_PASSWORD', 'INSA_ENGINE']) {
        expect(insa.stderr()).toMatch(new RegExp(`^ {2}${name}: \\S`, 'm'))
      }
      expect(insa.stderr()).not.toContain('    at ')
      expect(insa.stdout()).toBe('')
      expect(existsSync(env.INSA_DATA_DIR ?? '')).toBe(false)
    },
    START_MS,
  )

  it.each([
    ['where none can be made', async () => '/proc/insa'],
    [
      'that is a file',
      async () => {
        const file = join(folder.path, 'a-file')
        await writeFile(file, '')
        return join(file, 'data')
      },
    ],
  ])(
    'with a data directory %s says so and ends [start.data-directory]',
    async (_where, make) => {
      const dataDir = await make()
      const insa = startInsa({ ...env, INSA_DATA_DIR: dataDir }, ['--empty'])
      expect(await insa.ended).toBe(1)
      expect(insa.stderr()).toContain(`The data directory ${dataDir} cannot be used (`)
      expect(insa.stderr()).toContain('Set INSA_DATA_DIR to a directory')
      expect(insa.stderr()).not.toContain('    at ')
    },
    START_MS,
  )

  it(
    'on a port that is taken says so and what to do, and lets go of the data',
    async () => {
      const { port } = squatter.address() as AddressInfo
      const insa = startInsa({ ...env, PORT: `${port}` }, ['--empty'])
      expect(await insa.ended).toBe(1)
      expect(insa.stderr()).toBe(
        `Port ${port} is taken. Stop what listens there, or set PORT to another.\n`,
      )
    },
    START_MS,
  )

  it(
    'on every network without TLS warns loudly [start.warns-without-tls]',
    async () => {
      const insa = startInsa({ ...env, HOST: '0.0.0.0' }, ['--empty'])
      await insa.url()
      await expect.poll(insa.stderr).toMatch(/\*{40}[\s\S]*WARNING: .*every network[\s\S]*TLS/)
      insa.kill('SIGTERM')
      expect(await insa.ended).toBe(0)
    },
    START_MS,
  )
})
