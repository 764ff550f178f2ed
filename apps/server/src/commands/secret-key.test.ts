import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { pinnedNode } from '../../../../scripts/pinned-node.mjs'
import { emptySiteFolder } from '../testing/site-folder.ts'

/** Prints the key, at a moment that all are told. */
const READ = `
const { readSecretKey } = await import(${JSON.stringify(new URL('open-site.ts', import.meta.url).href)})
const { readConfig } = await import(${JSON.stringify(new URL('../config.ts', import.meta.url).href)})
while (Date.now() < Number(process.env.AT)) {}
process.stdout.write(readSecretKey(readConfig()))`

it('processes that start at the same moment on one data directory have one key, whole', async () => {
  const { dataDir, remove } = await emptySiteFolder()
  const env = { PATH: process.env.PATH, INSA_DATA_DIR: dataDir, AT: `${Date.now() + 5_000}` }
  const keys = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = spawn(pinnedNode(), ['--input-type=module', '-e', READ], { env })
      let key = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        key += text
      })
      await once(child, 'close')
      return key
    }),
  )
  expect(new Set(keys).size).toBe(1)
  expect(keys[0]).toHaveLength(43)
  expect(await readdir(dataDir)).toEqual(['secret-key'])
  expect((await stat(join(dataDir, 'secret-key'))).mode & 0o777).toBe(0o600)
  await remove()
})
