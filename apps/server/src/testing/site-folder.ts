/** A site's data directory in a folder of its own, with one organization that has one lead. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
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

/** @returns the folder, and the organization whose lead is called `Before Ltd`. */
export async function makeSiteFolder(): Promise<SiteFolder & { organizationId: string }> {
  const site = await emptySiteFolder()
  const organizationId = uuidv7()
  const database = await openPglite(site.dataDir)
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
  await writeFile(join(site.dataDir, 'secret-key'), SECRET, { mode: 0o600 })
  return { ...site, organizationId }
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
