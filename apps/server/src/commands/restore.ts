/** `insa restore FILE`: puts a backup back. What is there now is moved aside, and nothing changes until the copy has proved good. */
import { openAsBlob } from 'node:fs'
import { access, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import { loadCluster } from '../platform/database/copy-cluster.ts'
import { lockDataDirectory } from '../platform/database/lock-data-directory.ts'
import { knownMigrations } from '../platform/database/migrate.ts'
import { CLUSTER_FOLDER, openPglite } from '../platform/database/open-pglite.ts'
import { VERSION } from '../version.ts'
import { type BackupManifest, BackupUnreadable, readArchive } from './backup-archive.ts'
import { describeContents } from './describe-contents.ts'
import { SECRET_KEY_FILE } from './open-site.ts'
import { restorePostgres } from './restore-postgres.ts'
import { swapIn } from './swap-in.ts'
import { formatProgress, formatSize, processTerminal, type Terminal } from './terminal.ts'

/** What a backup holds of the data directory, and a restore replaces there. */
const PARTS = [CLUSTER_FOLDER, SECRET_KEY_FILE]

/** The copy is built here, inside the data directory: moving it into place is then one step of the file system. */
const STAGING_PREFIX = 'restoring-'

/**
 * @throws DataDirectoryInUse while a server runs on the data directory.
 * @throws BackupUnreadable when the file is not whole; the present data is then untouched.
 */
export async function restore(
  file: string,
  config: Config = readConfig(),
  terminal: Terminal = processTerminal,
): Promise<void> {
  const source = resolve(file)
  await access(source).catch(() => {
    throw new Error(`There is no file ${source} that can be read.`)
  })
  try {
    if (config.databaseUrl) await restorePostgres(config.databaseUrl, source, terminal)
    else await restoreEmbedded(config, source, terminal)
  } catch (error) {
    if (!(error instanceof BackupUnreadable)) throw error
    throw new BackupUnreadable(
      `${source} cannot be restored: ${error.message}. Nothing was changed.`,
    )
  } finally {
    terminal.progress(null)
  }
}

async function restoreEmbedded(config: Config, file: string, terminal: Terminal): Promise<void> {
  const { dataDir } = config
  const unlock = lockDataDirectory(dataDir, `pid ${process.pid}, insa restore`)
  const staging = join(dataDir, `${STAGING_PREFIX}${process.pid}`)
  try {
    await removeStagings(dataDir)
    await mkdir(staging, { mode: 0o700 })
    const manifest = await unpack(file, staging, terminal)
    terminal.progress('Opening the restored database …')
    const contents = await prove(staging)
    const aside = await swapIn({ dataDir, staging, parts: PARTS })
    terminal.progress(null)
    const { size } = await stat(file)
    terminal.say(
      `Restored ${file} (${formatSize(size)}, made ${manifest.created_at} by INSA CRM ${manifest.version}) into ${dataDir} (${formatSize(manifest.payload.bytes)}): ${contents}.`,
    )
    if (aside) {
      terminal.say(`What was there before is in ${aside}. Delete it when you no longer need it.`)
    }
    for (const line of keyNotes(config, manifest)) terminal.say(line)
  } finally {
    await rm(staging, { recursive: true, force: true })
    unlock()
  }
}

/** Reads and checks the whole archive into `staging`. */
async function unpack(file: string, staging: string, terminal: Terminal): Promise<BackupManifest> {
  const dump = join(staging, 'pgdata.tar')
  const { manifest, secretKey } = await readArchive(file, dump, (done, total) =>
    terminal.progress(formatProgress('Reading', done, total)),
  )
  const known = new Set(await knownMigrations())
  const newer = manifest.migrations.filter((name) => !known.has(name))
  if (newer.length > 0) {
    throw new BackupUnreadable(
      `it was made by INSA CRM ${manifest.version}, and this one (${VERSION}) does not know its ${newer.join(', ')}; restore it with that version or a later one`,
    )
  }
  terminal.progress('Loading the database …')
  await loadCluster(staging, await openAsBlob(dump)).catch((error: Error) => {
    throw new BackupUnreadable(`its database does not open: ${error.message}`)
  })
  await rm(dump)
  if (secretKey) await writeFile(join(staging, SECRET_KEY_FILE), secretKey, { mode: 0o600 })
  return manifest
}

/** Opens the copy once, which also brings an older one up to date. @returns what it holds, in words. */
async function prove(staging: string): Promise<string> {
  const database = await openPglite(staging)
  try {
    return await describeContents(database)
  } finally {
    await database.close()
  }
}

/** Of restores that were killed. */
async function removeStagings(dataDir: string): Promise<void> {
  const names = await readdir(dataDir)
  const left = names.filter((name) => name.startsWith(STAGING_PREFIX))
  await Promise.all(left.map((name) => rm(join(dataDir, name), { recursive: true, force: true })))
}

function keyNotes(config: Config, manifest: BackupManifest): string[] {
  if (config.secretKey && manifest.secret_key) {
    return ['INSA_SECRET_KEY is set and is used instead of the key in the backup.']
  }
  if (!config.secretKey && !manifest.secret_key) {
    return [
      'The backup holds no secret key. If INSA_SECRET_KEY was set where it was made, set the same here; otherwise a new one is made and everybody signs in again.',
    ]
  }
  return []
}
