import { cp, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
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
import { writeArchive } from './backup-archive.ts'
import { restore } from './restore.ts'

/** Several whole databases are made and opened: seconds each on a busy machine. */
const SLOW_MS = 120_000

describe('insa restore', () => {
  let made: Awaited<ReturnType<typeof makeSiteFolder>>
  let saved: string
  const used: SiteFolder[] = []

  beforeAll(async () => {
    made = await makeSiteFolder()
    saved = join(made.folder, 'saved.tar.gz')
    await backup(saved, {}, made.config, recordingTerminal())
  }, SLOW_MS)

  afterAll(() => Promise.all([made, ...used].map((site) => site.remove())))

  async function newSite(): Promise<SiteFolder> {
    const site = await emptySiteFolder()
    used.push(site)
    return site
  }

  it(
    'brings the data back as it was, and keeps what was there since [backup.restore]',
    async () => {
      const site = await newSite()
      await cp(made.dataDir, site.dataDir, { recursive: true })
      await renameLeads(site.dataDir, made.organizationId, 'After Ltd')
      await writeFile(join(site.dataDir, 'secret-key'), 'another key')
      const terminal = recordingTerminal()
      await restore(saved, site.config, terminal)
      expect(await readCompanies(site.dataDir, made.organizationId)).toEqual(['Before Ltd'])
      expect(await readFile(join(site.dataDir, 'secret-key'), 'utf8')).toBe(SECRET)
      expect((await stat(join(site.dataDir, 'secret-key'))).mode & 0o777).toBe(0o600)

      const [, aside = ''] = (await readdir(site.folder)).sort()
      expect(aside).toMatch(/^data\.before-restore-\d{8}T\d{9}Z$/)
      const asideDir = join(site.folder, aside)
      expect(await readCompanies(asideDir, made.organizationId)).toEqual(['After Ltd'])
      expect(await readFile(join(asideDir, 'secret-key'), 'utf8')).toBe('another key')

      expect(terminal.said).toEqual([
        expect.stringMatching(
          /^Restored .*saved\.tar\.gz \(\d+\.\d MB, made .*\) into .*data \(\d+\.\d MB\): 1 organization, 0 people, 1 lead\.$/,
        ),
        expect.stringContaining(`What was there before is in ${asideDir}.`),
      ])
    },
    SLOW_MS,
  )

  it(
    'works where there was no site yet, and brings roles, policies and rights',
    async () => {
      const site = await newSite()
      const interrupted = join(site.dataDir, 'restoring-4711')
      await mkdir(interrupted, { recursive: true })
      await restore(saved, site.config, recordingTerminal())
      expect(await readdir(site.folder)).toEqual(['data'])
      expect((await readdir(site.dataDir)).sort()).toEqual([
        'lock',
        'lock.holder',
        'pgdata',
        'secret-key',
      ])
      const guards = await readGuards(site.dataDir)
      expect(guards).toEqual(await readGuards(made.dataDir))
      expect(guards.roles).toHaveLength(5)
      expect(guards.policies.length).toBeGreaterThan(10)

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
    },
    SLOW_MS,
  )

  describe('that is refused leaves everything as it was:', () => {
    let site: SiteFolder

    // A refused restore looks at nothing of the present data, so a few files stand for it.
    beforeAll(async () => {
      site = await newSite()
      await mkdir(join(site.dataDir, 'pgdata'), { recursive: true })
      await writeFile(join(site.dataDir, 'pgdata', 'insa-ready'), '')
      await writeFile(join(site.dataDir, 'secret-key'), 'another key')
    })

    async function expectRefused(file: string, message: string | RegExp): Promise<void> {
      await expect(restore(file, site.config, recordingTerminal())).rejects.toThrow(message)
      const left = await readdir(site.folder, { recursive: true })
      expect(left.filter((name) => !name.startsWith('data/lock')).sort()).toEqual([
        'data',
        'data/pgdata',
        'data/pgdata/insa-ready',
        'data/secret-key',
      ])
      expect(await readFile(join(site.dataDir, 'secret-key'), 'utf8')).toBe('another key')
    }

    it('a file that was cut off', async () => {
      const { size } = await stat(saved)
      const cut = join(made.folder, 'cut.tar.gz')
      await cp(saved, cut)
      for (const length of [size - 1, Math.floor(size / 2), 100, 0]) {
        await truncate(cut, length)
        await expectRefused(cut, /cannot be restored: .* Nothing was changed\.$/)
      }
    })

    it('a file whose database does not open', async () => {
      await expectRefused(await archiveOf('0.1.0', ['0001_identity.sql']), 'does not open')
    })

    it('a backup of a newer version, which it names', async () => {
      const newer = await archiveOf('99.0.0', ['0001_identity.sql', '0099_later.sql'])
      await expectRefused(newer, /made by INSA CRM 99\.0\.0.* does not know its 0099_later\.sql/)
    })

    it('a file that is no backup, or is not there', async () => {
      const text = join(made.folder, 'notes.txt')
      await writeFile(text, 'not an archive')
      await expectRefused(text, 'no backup')
      await expectRefused(join(made.folder, 'none'), 'There is no file')
    })

    it('any file while a server runs on the data', async () => {
      const unlock = lockDataDirectory(site.dataDir, 'pid 4711, http://127.0.0.1:8080')
      await expectRefused(saved, /in use .*pid 4711.* Stop that one first/)
      unlock()
    })
  })

  /** A backup that is whole, but holds no database. */
  async function archiveOf(version: string, migrations: string[]): Promise<string> {
    const file = join(made.folder, `${version}.tar.gz`)
    const payload = new Blob(['no cluster'])
    const content = { version, createdAt: new Date(), migrations, payload, secretKey: null }
    await writeArchive(file, content, () => undefined)
    return file
  }
})

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
