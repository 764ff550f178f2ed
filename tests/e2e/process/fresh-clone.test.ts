/** `npm start` where nothing was installed or built yet. */
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../../../scripts/setup-state.mjs'
import { listFiles } from '../../source-files.ts'
import { emptyFolder, type Folder, killAll, START_MS, startInsa } from './insa-process.ts'

const NPM = fileURLToPath(new URL('npm-at-hand.mjs', import.meta.url))

let folder: Folder
let clone: string
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  folder = await emptyFolder()
  clone = join(folder.path, 'clone')
  const files = listFiles().filter((file) => file !== '.setup.lock') // held while another sets up here
  for (const file of files) await cp(join(ROOT, file), join(clone, file))
  const bin = join(folder.path, 'bin')
  await mkdir(bin)
  await writeFile(join(bin, 'npm'), `#!/bin/sh\nexec "${process.execPath}" "${NPM}" "$@"\n`)
  await chmod(join(bin, 'npm'), 0o755)
  env = {
    PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
    NPM_CALLS: join(folder.path, 'npm-calls'),
    npm_lifecycle_event: 'start', // as npm itself sets it
    INSA_DATA_DIR: join(folder.path, 'data'),
    // Foreign code is the same wherever it lies: compiled once is enough.
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/node-compile'),
  }
})
afterAll(async () => {
  await killAll()
  await folder.remove()
})

/** What `npm start -- --empty` runs, up to the greeting. */
async function npmStart() {
  const { scripts } = JSON.parse(await readFile(join(clone, 'package.json'), 'utf8'))
  return startInsa(env, [], ['/bin/sh', '-c', `cd "${clone}" && ${scripts.start} --empty`])
}

describe('npm start in a fresh clone', () => {
  it(
    'installs the packages, builds the console and answers [start.one-command]',
    async () => {
      const insa = await npmStart()
      const page = await fetch(await insa.url())
      expect(page.headers.get('content-type')).toContain('text/html')
      expect(await page.text()).toContain('<script type="module"')
      expect((await fetch(`${await insa.url()}/readyz`)).status).toBe(200)
      expect(await readFile(env.NPM_CALLS ?? '', 'utf8')).toMatch(/^ci --ignore-scripts .*\n$/)
      insa.kill('SIGINT')
      expect(await insa.ended).toBe(0)
      expect(insa.stdout()).toContain('Stopped.')
    },
    2 * START_MS,
  )

  it(
    'installs and builds nothing the second time',
    async () => {
      const insa = await npmStart()
      await insa.url()
      expect(await readFile(env.NPM_CALLS ?? '', 'utf8')).toMatch(/^ci .*\n$/)
      expect(`${insa.stdout()}${insa.stderr()}`).not.toMatch(/Installing|Building/)
    },
    START_MS,
  )
})
