/** A site's data directory in a folder of its own, with one organization that has one lead. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import type { Terminal } from '../commands/terminal.ts'
import { type Config, readConfig } from '../config.ts'
import { openPglite } from '../platform/database/open-pglite.ts'

export const SECRET = 'a secret key of the site in this test'

export interface SiteFolder {
  /** Holds the data directory and whatever the test puts beside it. */
  folder: string
  dataDir: string
  config: Config
  remove(): Promise<void>
}

interface Made {
  dataDir: string
  organizationId: string
}

// On the global object: files of one worker share it. Making a database takes seconds, a copy of it none.
const held = globalThis as { insaSiteFolder?: Promise<Made> }

/** @returns the folder, and the organization whose lead is called `Before Ltd`. */
export async function makeSiteFolder(): Promise<SiteFolder & { organizationId: string }> {
  held.insaSiteFolder ??= makeOriginal()
  const [site, { dataDir, organizationId }] = [await emptySiteFolder(), await held.insaSiteFolder]
  await cp(dataDir, site.dataDir, { recursive: true })
  return { ...site, organizationId }
}

async function makeOriginal(): Promise<Made> {
  const dataDir = join(await mkdtemp(join(process.env.TEST_SCRATCH ?? tmpdir(), 'site-')), 'data')
  const organizationId = uuidv7()
  const database = await openPglite(dataDir)
  await database.identity(({ db }) =>
    db
      .insertInto('organizations')
      .values({ id: organizationId, name: 'Org', slug: 'org' })
      .execute(),
  )
  await database.tenant(organizationId, ({ db }) =>
    db.insertInto('leads').values({ id: uuidv7(), company_name: 'Before Ltd' }).execute(),
  )
  await database.close()
  await writeFile(join(dataDir, 'secret-key'), SECRET, { mode: 0o600 })
  return { dataDir, organizationId }
}

/** A folder whose data directory is yet to be made. */
export async function emptySiteFolder(): Promise<SiteFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'insa-site-'))
  const dataDir = join(folder, 'data')
  return {
    folder,
    dataDir,
    config: readConfig({ INSA_DATA_DIR: dataDir }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Companies of the organization's leads. */
export async function readCompanies(dataDir: string, organizationId: string) {
  const database = await openPglite(dataDir)
  const rows = await database.tenant(organizationId, ({ db }) =>
    db.selectFrom('leads').select('company_name').orderBy('id').execute(),
  )
  await database.close()
  return rows.map(({ company_name }) => company_name)
}

/** Renames the organization's leads. */
export async function renameLeads(dataDir: string, organizationId: string, company: string) {
  const database = await openPglite(dataDir)
  await database.tenant(organizationId, ({ db }) =>
    db.updateTable('leads').set({ company_name: company }).execute(),
  )
  await database.close()
}

/** A terminal that remembers. */
export function recordingTerminal(): Terminal & { said: string[]; progressed: string[] } {
  const said: string[] = []
  const progressed: string[] = []
  return {
    said,
    progressed,
    say: (line) => void said.push(line),
    progress: (text) => void (text !== null && progressed.push(text)),
  }
}
