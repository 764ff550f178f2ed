/** The data of this site: PostgreSQL where DATABASE_URL is set, otherwise the data directory, locked for this process. */
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Database } from '../platform/database/database.ts'
import { lockDataDirectory } from '../platform/database/lock-data-directory.ts'
import { makeDataDirectory } from '../platform/database/make-data-directory.ts'

/** In the data directory: the key that signs sessions, where INSA_SECRET_KEY is not set. */
export const SECRET_KEY_FILE = 'secret-key'

export interface Site {
  database: Database
  unlock: () => void
}

/**
 * @param report told of what fails in the background, where nobody waits for it.
 * @throws DataDirectoryInUse, DataDirectoryUnusable, and what the database says.
 */
export async function openSite(
  config: Config,
  report: (error: unknown, what: string) => void,
): Promise<Site> {
  if (config.databaseUrl) {
    const { openPostgres } = await import('../platform/database/open-postgres.ts')
    return {
      database: await openPostgres(
        config.databaseUrl,
        (error) => report(error, 'A database connection was lost'),
        config.postgres,
      ),
      unlock: () => undefined,
    }
  }
  const unlock = lockDataDirectory(
    config.dataDir,
    `pid ${process.pid}${config.port === 0 ? '' : `, http://${config.host}:${config.port}`}`,
  )
  try {
    const { openPglite } = await import('../platform/database/open-pglite.ts')
    const database = await openPglite(config.dataDir, (error) =>
      report(error, 'Tending the embedded database failed'),
    )
    return { database, unlock }
  } catch (error) {
    unlock()
    throw error
  }
}

/** The key that signs sessions: from the environment, else made once and kept in the data directory, readable by its owner only. */
export function readSecretKey(config: Config): string {
  if (config.secretKey) return config.secretKey
  makeDataDirectory(config.dataDir)
  const file = join(config.dataDir, SECRET_KEY_FILE)
  if (!existsSync(file)) makeSecretKey(file)
  return readFileSync(file, 'utf8').trim()
}

/** Whole before it has its name: another process that starts at the same moment must not read half of it, or make its own. */
function makeSecretKey(file: string): void {
  const whole = `${file}.${process.pid}`
  writeFileSync(whole, randomBytes(32).toString('base64url'), { mode: 0o600 })
  try {
    linkSync(whole, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(whole)
  }
}
