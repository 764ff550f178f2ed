/** `insa backup FILE`: everything this site knows, in one file. */
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import { dumpCluster, hasCluster } from '../platform/database/copy-cluster.ts'
import { lockDataDirectory } from '../platform/database/lock-data-directory.ts'
import { VERSION } from '../version.ts'
import { readArchive, writeArchive } from './backup-archive.ts'
import { backupPostgres } from './backup-postgres.ts'
import { SECRET_KEY_FILE } from './open-site.ts'
import { refuseOverwrite, replaceFile } from './replace-file.ts'
import { formatProgress, formatSize, processTerminal, type Terminal } from './terminal.ts'

/**
 * @param options.force replace the file if it exists.
 * @throws DataDirectoryInUse while a server runs on the data directory.
 */
export async function backup(
  file: string,
  options: { force?: boolean } = {},
  config: Config = readConfig(),
  terminal: Terminal = processTerminal,
): Promise<void> {
  const target = resolve(file)
  refuseOverwrite(target, options.force === true)
  try {
    if (config.databaseUrl) await backupPostgres(config.databaseUrl, target, terminal)
    else await backupEmbedded(config, target, terminal)
  } finally {
    terminal.progress(null)
  }
}

async function backupEmbedded(config: Config, file: string, terminal: Terminal): Promise<void> {
  const { dataDir } = config
  if (!hasCluster(dataDir)) {
    throw new Error(
      `There is no INSA CRM data in ${dataDir}. Name the directory with INSA_DATA_DIR, or the server with DATABASE_URL.`,
    )
  }
  const unlock = lockDataDirectory(dataDir, `pid ${process.pid}, insa backup`)
  try {
    terminal.progress('Reading the database …')
    const { tar, migrations } = await dumpCluster(dataDir)
    const secretKey = await readSecretKeyFile(config)
    const content = { version: VERSION, createdAt: new Date(), migrations, payload: tar, secretKey }
    await replaceFile(file, async (temporary) => {
      await writeArchive(temporary, content, (done, total) =>
        terminal.progress(formatProgress('Writing', done, total)),
      )
      // A backup that cannot be read back is none: better to hear it now.
      await readArchive(temporary, null, (done, total) =>
        terminal.progress(formatProgress('Checking', done, total)),
      )
    })
    terminal.progress(null)
    const { size } = await stat(file)
    terminal.say(
      `Backed up ${dataDir} (${formatSize(tar.size)}) to ${file} (${formatSize(size)}), and read it back.`,
    )
    terminal.say(
      secretKey
        ? 'It holds the secret key and all data of this site: keep it where only you can read it.'
        : 'It holds all data of this site, but not the secret key: keep INSA_SECRET_KEY beside it.',
    )
  } finally {
    unlock()
  }
}

/** null where the environment brings the key, or no server has made one yet. */
async function readSecretKeyFile(config: Config): Promise<Buffer | null> {
  const file = join(config.dataDir, SECRET_KEY_FILE)
  return config.secretKey || !existsSync(file) ? null : readFile(file)
}
