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

  it('writes one file that says what is in it, and that only its owner can read', async () => {
    const file = join(site.folder, 'whole.tar.gz')
    const terminal = recordingTerminal()
    await backup(file, {}, site.config, terminal)
    const { manifest, secretKey } = await readArchive(file, null, () => undefined)
    expect(manifest).toMatchObject({ version: VERSION, migrations: await knownMigrations() })
    expect(Date.now() - Date.parse(manifest.created_at)).toBeLessThan(60_000)
    expect(secretKey).toEqual(await readFile(join(site.dataDir, 'secret-key')))
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(site.folder)).toEqual(['data', 'whole.tar.gz'])
    expect(terminal.said.join('\n')).toMatch(
      /Backed up .*data \(\d+\.\d MB\) to .*whole\.tar\.gz \(\d+\.\d MB\)/,
    )
    expect(terminal.progressed.at(-1)).toMatch(/^Checking (\S+) of \1 MB$/)
  })

  it('replaces a file only with --force, and then as a whole', async () => {
    const file = join(site.folder, 'old.tar.gz')
    await writeFile(file, 'an older backup')
    await expect(backup(file, {}, site.config, recordingTerminal())).rejects.toThrow('--force')
    expect(await readFile(file, 'utf8')).toBe('an older backup')
    await backup(file, { force: true }, site.config, recordingTerminal())
    await expect(readArchive(file, null, () => undefined)).resolves.toHaveProperty('manifest')
  })

  it('refuses while a server runs on the data, and says to stop it first', async () => {
    const file = join(site.folder, 'in-use.tar.gz')
    const unlock = lockDataDirectory(site.dataDir, 'pid 4711, http://127.0.0.1:8080')
    const refused = backup(file, {}, site.config, recordingTerminal())
    await expect(refused).rejects.toThrow(/in use .*pid 4711.* Stop that one first/)
    unlock()
    expect(existsSync(file)).toBe(false)
  })

  it('does not put a key of the environment into the file', async () => {
    const file = join(site.folder, 'no-key.tar.gz')
    const terminal = recordingTerminal()
    await backup(file, {}, { ...site.config, secretKey: 'x'.repeat(40) }, terminal)
    expect((await readArchive(file, null, () => undefined)).secretKey).toBeNull()
    expect(terminal.said.join('\n')).toContain('keep INSA_SECRET_KEY beside it')
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
