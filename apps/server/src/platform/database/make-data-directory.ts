/** The data directory, made where it is missing, or a refusal in words. */
import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

export class DataDirectoryUnusable extends Error {
  override name = 'DataDirectoryUnusable'
}

/** @throws DataDirectoryUnusable when it cannot be made, or is no directory. */
export function makeDataDirectory(dataDir: string): void {
  usable(dataDir, () => makeFolder(dataDir))
}

/** @throws DataDirectoryUnusable with what the operating system said. */
export function usable<T>(dataDir: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new DataDirectoryUnusable(
      `The data directory ${dataDir} cannot be used (${why}). Set INSA_DATA_DIR to a directory that this user may write.`,
      { cause: error },
    )
  }
}

/** One after the other: Node's own recursion never ends where the system says ENOENT beside a folder that is there (/proc). */
function makeFolder(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isDirectory()) return
  if (found) throw new Error('it is no directory')
  makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Another process that starts at the same time may have made it.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
