/**
 * One live process per data directory. The lock is the operating system's, held through SQLite's own file locking
 * (in Node since 22): it ends with the process, however that ends, so a re-used pid cannot be mistaken for a holder.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makeDataDirectory, usable } from './make-data-directory.ts'

export class DataDirectoryInUse extends Error {
  override name = 'DataDirectoryInUse'
}

/**
 * Takes the lock, or refuses.
 * @param about what to tell the next one who comes, e.g. the pid and address of this process.
 * @returns a function that lets go.
 * @throws DataDirectoryInUse while another process holds it; DataDirectoryUnusable.
 */
export function lockDataDirectory(dataDir: string, about: string): () => void {
  makeDataDirectory(dataDir)
  const lock = usable(dataDir, () => new DatabaseSync(join(dataDir, 'lock')))
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof Error && /locked|busy/i.test(error.message)) {
      throw new DataDirectoryInUse(
        `${dataDir} is in use by another INSA CRM (${readHolder(dataDir)}). Stop that one first (Ctrl-C where it runs), or set INSA_DATA_DIR to another directory.`,
      )
    }
    throw error
  }
  usable(dataDir, () => writeFileSync(join(dataDir, 'lock.holder'), about))
  return () => lock.close()
}

function readHolder(dataDir: string): string {
  try {
    return readFileSync(join(dataDir, 'lock.holder'), 'utf8').trim()
  } catch {
    return 'starting'
  }
}
