import { existsSync } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lockDataDirectory } from '../platform/database/lock-data-directory.ts'
import { knownMigrations } from '../platform/database/migrate.ts'
import {
  emptySiteFolder,
  makeSiteFolder,
  recordingTerminal,
  type SiteFolder,
} from '../testing/site-folder.ts'
import { VERSION } from '../version.ts'
import { backup } from './backup.ts'
import { readArchive } from './backup-archive.ts'

describe('insa backup', () => {
  let site: SiteFolder

  beforeAll(async () => {
    site = await makeSiteFolder()
  })

  afterAll(() => site.remove())

  it('writes one whole file that only its owner can read, over another only with --force', async () => {
    const file = join(site.folder, 'site.tar.gz')
    await writeFile(file, 'an older backup')
    const refused = backup(file, {}, site.config, recordingTerminal())
    await expect(refused).rejects.toThrow('--force')
    expect(await readFile(file, 'utf8')).toBe('an older backup')

    const terminal = recordingTerminal()
    const config = { ...site.config, secretKey: 'a key of the environment' }
    await backup(file, { force: true }, config, terminal)
    const { manifest, secretKey } = await readArchive(file, null, () => undefined)
    expect(manifest).toMatchObject({ version: VERSION, migrations: await knownMigrations() })
    expect(Date.now() - Date.parse(manifest.created_at)).toBeLessThan(600_000)
    expect(secretKey).toBeNull() // it stays in the environment
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await readdir(site.folder)).sort()).toEqual(['data', 'site.tar.gz'])
    expect(terminal.said).toEqual([
      expect.stringMatching(
        /^Backed up .*data \(\d+\.\d MB\) to .*site\.tar\.gz \(\d+\.\d MB\), and read it back\.$/,
      ),
      expect.stringContaining('keep INSA_SECRET_KEY beside it'),
    ])
    expect(terminal.progressed.at(-1)).toMatch(/^Checking (\S+) of \1 MB$/)
  }, 120_000)

  it('refuses while a server runs on the data, and says to stop it first', async () => {
    const file = join(site.folder, 'in-use.tar.gz')
    const unlock = lockDataDirectory(site.dataDir, 'pid 4711, http://127.0.0.1:8080')
    const refused = backup(file, {}, site.config, recordingTerminal())
    await expect(refused).rejects.toThrow(/in use .*pid 4711.* Stop that one first/)
    unlock()
    expect(existsSync(file)).toBe(false)
  })

  it('makes nothing where there is no data, or no folder for the file', async () => {
    const empty = await emptySiteFolder()
    const nothing = backup(join(empty.folder, 'b.tar.gz'), {}, empty.config, recordingTerminal())
    await expect(nothing).rejects.toThrow(`There is no INSA CRM data in ${empty.dataDir}`)
    const nowhere = backup(
      join(site.folder, 'no', 'b.tar.gz'),
      {},
      site.config,
      recordingTerminal(),
    )
    await expect(nowhere).rejects.toThrow('does not exist')
    expect(await readdir(empty.folder)).toEqual([])
    await empty.remove()
  })
})
