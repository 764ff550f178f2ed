import { createReadStream, createWriteStream } from 'node:fs'
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { sql } from 'kysely'
import { extract, pack } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lockDataDirectory } from '../platform/database/lock-data-directory.ts'
import { openPglite } from '../platform/database/open-pglite.ts'
import {
  emptySiteFolder,
  makeSiteFolder,
  readCompanies,
  recordingTerminal,
  renameLeads,
  SECRET,
  type SiteFolder,
} from '../testing/site-folder.ts'
import { ownerQuery } from '../testing/test-database.ts'
import { backup } from './backup.ts'
import type { BackupManifest } from './backup-archive.ts'
import { restore } from './restore.ts'

describe('insa restore', () => {
  let made: Awaited<ReturnType<typeof makeSiteFolder>>
  let saved: string
  const used: SiteFolder[] = []

  beforeAll(async () => {
    made = await makeSiteFolder()
    saved = join(made.folder, 'saved.tar.gz')
    await backup(saved, {}, made.config, recordingTerminal())
  })

  afterAll(() => Promise.all([made, ...used].map((site) => site.remove())))

  /** The site of the backup, changed since: its lead is called `After Ltd`, its key is another. */
  async function changedSite(): Promise<SiteFolder> {
    const site = await made.copy()
    used.push(site)
    await renameLeads(site.dataDir, made.organizationId, 'After Ltd')
    await writeFile(join(site.dataDir, 'secret-key'), 'another key')
    return site
  }

  /** What a refused restore must leave as it was. */
  async function expectUnchanged(site: SiteFolder): Promise<void> {
    expect(await readdir(site.folder)).toEqual(['data'])
    expect((await readdir(site.dataDir)).filter((name) => !name.startsWith('lock'))).toEqual([
      'pgdata',
      'secret-key',
    ])
    expect(await readCompanies(site.dataDir, made.organizationId)).toEqual(['After Ltd'])
    expect(await readFile(join(site.dataDir, 'secret-key'), 'utf8')).toBe('another key')
  }

  it('brings the data back as it was, and keeps what was there since', async () => {
    const site = await changedSite()
    const terminal = recordingTerminal()
    await restore(saved, site.config, terminal)
    expect(await readCompanies(site.dataDir, made.organizationId)).toEqual(['Before Ltd'])
    expect(await readFile(join(site.dataDir, 'secret-key'), 'utf8')).toBe(SECRET)
    expect((await stat(join(site.dataDir, 'secret-key'))).mode & 0o777).toBe(0o600)

    const [aside] = (await readdir(site.folder)).filter((name) =>
      name.startsWith('data.before-restore-'),
    )
    const asideDir = join(site.folder, aside ?? '')
    expect(await readCompanies(asideDir, made.organizationId)).toEqual(['After Ltd'])
    expect(await readFile(join(asideDir, 'secret-key'), 'utf8')).toBe('another key')

    expect(terminal.said).toEqual([
      expect.stringMatching(
        /^Restored .*saved\.tar\.gz \(\d+\.\d MB, made .*\) into .*data \(\d+\.\d MB\): 1 organization, 0 people, 1 lead\.$/,
      ),
      expect.stringContaining(`What was there before is in ${asideDir}.`),
    ])
  })

  it('brings roles, policies and rights back too', async () => {
    const site = await emptySiteFolder()
    used.push(site)
    await restore(saved, site.config, recordingTerminal())
    const [before, after] = [await readGuards(made.dataDir), await readGuards(site.dataDir)]
    expect(after).toEqual(before)
    expect(after.roles).toHaveLength(3)
    expect(after.policies.length).toBeGreaterThan(10)

    const database = await openPglite(site.dataDir)
    const foreign = database.tenant('00000000-0000-7000-8000-000000000000', ({ db }) =>
      db.selectFrom('leads').select('id').execute(),
    )
    expect(await foreign).toEqual([])
    const change = database.tenant(made.organizationId, ({ db }) =>
      db.deleteFrom('audit_entries').execute(),
    )
    await expect(change).rejects.toThrow('permission denied')
    await database.close()
  })

  it('works where there was no site yet, and then sets nothing aside', async () => {
    const site = await emptySiteFolder()
    used.push(site)
    await restore(saved, site.config, recordingTerminal())
    expect(await readdir(site.folder)).toEqual(['data'])
    expect(await readCompanies(site.dataDir, made.organizationId)).toEqual(['Before Ltd'])
  })

  it('refuses a file that was cut off, and changes nothing', async () => {
    const site = await changedSite()
    const { size } = await stat(saved)
    for (const part of [0, 100, size / 2, size - 1]) {
      const cut = join(made.folder, `cut-${Math.floor(part)}.tar.gz`)
      await writeFile(cut, await readFile(saved))
      await truncate(cut, Math.floor(part))
      await expect(restore(cut, site.config, recordingTerminal())).rejects.toThrow(
        /cannot be restored: .* Nothing was changed\.$/,
      )
    }
    await expectUnchanged(site)
  })

  it('refuses a part that does not match its checksum', async () => {
    const site = await changedSite()
    const another = '0'.repeat(64)
    const payload = await rewritten((manifest) => ({
      ...manifest,
      payload: { ...manifest.payload, sha256: another },
    }))
    await expect(restore(payload, site.config, recordingTerminal())).rejects.toThrow(
      'its pgdata.tar does not match the checksum',
    )
    const key = await rewritten((manifest) => ({ ...manifest, secret_key: null }))
    await expect(restore(key, site.config, recordingTerminal())).rejects.toThrow(
      'its secret-key does not match the checksum',
    )
    await expectUnchanged(site)
  })

  it('refuses a backup of a newer version, naming it', async () => {
    const site = await changedSite()
    const newer = await rewritten((manifest) => ({
      ...manifest,
      version: '99.0.0',
      migrations: [...manifest.migrations, '0099_later.sql'],
    }))
    await expect(restore(newer, site.config, recordingTerminal())).rejects.toThrow(
      /made by INSA CRM 99\.0\.0.* does not know its 0099_later\.sql/,
    )
    await expectUnchanged(site)
  })

  it('refuses what is no backup at all', async () => {
    const site = await changedSite()
    const text = join(made.folder, 'notes.txt')
    await writeFile(text, 'not an archive')
    await expect(restore(text, site.config, recordingTerminal())).rejects.toThrow('no backup')
    const foreign = await archiveOf({
      'letter.txt': Buffer.from('hello'),
      '../../escape': Buffer.from('x'),
    })
    await expect(restore(foreign, site.config, recordingTerminal())).rejects.toThrow(
      'it holds no manifest.json',
    )
    await expect(
      restore(join(made.folder, 'none'), site.config, recordingTerminal()),
    ).rejects.toThrow('There is no file')
    await expectUnchanged(site)
  })

  it('refuses while a server runs on the data, and says to stop it first', async () => {
    const site = await changedSite()
    const unlock = lockDataDirectory(site.dataDir, 'pid 4711, http://127.0.0.1:8080')
    await expect(restore(saved, site.config, recordingTerminal())).rejects.toThrow(
      /in use .*pid 4711.* Stop that one first/,
    )
    unlock()
    await expectUnchanged(site)
  })

  /** The saved backup with another manifest. */
  async function rewritten(change: (manifest: BackupManifest) => BackupManifest): Promise<string> {
    const entries = await entriesOf(saved)
    const manifest = JSON.parse(String(entries['manifest.json'])) as BackupManifest
    return archiveOf({ ...entries, 'manifest.json': Buffer.from(JSON.stringify(change(manifest))) })
  }

  let count = 0
  async function archiveOf(entries: Record<string, Buffer>): Promise<string> {
    const file = join(made.folder, `archive-${count++}.tar.gz`)
    const archive = pack()
    for (const [name, content] of Object.entries(entries)) archive.entry({ name }, content)
    archive.finalize()
    await pipeline(archive, createGzip({ level: 1 }), createWriteStream(file))
    return file
  }
})

async function entriesOf(file: string): Promise<Record<string, Buffer>> {
  const entries: Record<string, Buffer> = {}
  const archive = extract()
  const reading = pipeline(createReadStream(file), createGunzip(), archive)
  for await (const entry of archive) entries[basename(entry.header.name)] = await buffer(entry)
  await reading
  return entries
}

/** Roles, policies and rights, as the database tells them. */
async function readGuards(dataDir: string) {
  const database = await openPglite(dataDir)
  const lines = async (text: string) =>
    (await ownerQuery(database, sql.raw<{ line: string }>(text))).map(({ line }) => line)
  const guards = {
    roles: await lines(
      "select rolname || ' ' || rolcanlogin as line from pg_roles where rolname like 'insa%' order by 1",
    ),
    policies: await lines(
      "select concat_ws(' ', tablename, policyname, roles, cmd, qual, with_check) as line from pg_policies order by 1",
    ),
    rights: await lines(
      "select concat_ws(' ', relname, relrowsecurity, relacl) as line from pg_class where relnamespace = 'public'::regnamespace order by 1",
    ),
  }
  await database.close()
  return guards
}
