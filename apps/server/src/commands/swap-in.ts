/** Puts new parts of a data directory in the place of the present ones, which are kept. */
import { existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'

interface Swap {
  dataDir: string
  /** Holds the new parts; inside `dataDir`. */
  staging: string
  parts: readonly string[]
}

/**
 * The directory itself stays where it is: it may be a mount point, and its lock is held through a file in it.
 * @returns where the present parts are now; null when there were none.
 * @throws what the file system says, after everything has been moved back.
 */
export async function swapIn({ dataDir, staging, parts }: Swap): Promise<string | null> {
  const present = parts.filter((part) => existsSync(join(dataDir, part)))
  const aside = present.length > 0 ? makeAside(dataDir) : null
  const moves: [from: string, to: string][] = []
  if (aside)
    moves.push(...present.map((p) => [join(dataDir, p), join(aside, p)] as [string, string]))
  for (const part of parts) {
    if (existsSync(join(staging, part))) moves.push([join(staging, part), join(dataDir, part)])
  }
  const done: typeof moves = []
  try {
    for (const move of moves) {
      await rename(...move)
      done.unshift(move)
    }
  } catch (error) {
    for (const [from, to] of done) await rename(to, from)
    if (aside) rmdirSync(aside)
    throw error
  }
  return aside
}

/** Beside the data directory; inside it where beside is another file system or not ours to write. */
function makeAside(dataDir: string): string {
  const name = `before-restore-${new Date().toISOString().replace(/[-:.]/g, '')}`
  const beside = `${dataDir}.${name}`
  try {
    mkdirSync(beside, { mode: 0o700 })
    if (statSync(beside).dev === statSync(dataDir).dev) return beside
    rmdirSync(beside)
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw error
    }
  }
  const inside = join(dataDir, name)
  mkdirSync(inside, { mode: 0o700 })
  return inside
}
