/** Gives every vitest run a folder for what its workers keep between test files; they are ended without a chance to tidy up. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Called by vitest before its workers start, which inherit the variable; what it returns runs at the end. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'insa-test-scratch-'))
  process.env.TEST_SCRATCH = folder
  return () => rm(folder, { recursive: true, force: true })
}
