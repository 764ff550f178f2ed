/** Debian's packages, for tests that need a program which npm does not bring. */
import { existsSync } from 'node:fs'
import { runQuietly } from './run-quietly.mjs'

/** Whether we are root on a Debian: then nobody has to be asked. */
export const mayAptInstall = (): boolean =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version')

/** @throws Error with what apt-get said. */
export async function aptInstall(packages: readonly string[]): Promise<void> {
  // RUNLEVEL: what is installed for a test starts no service of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  // A package source that does not answer must not stop us when the others have what we need: install decides.
  const updated = await runQuietly('apt-get', ['update'], { env })
  const install = ['install', '-y', '--no-install-recommends', ...packages]
  const { code, output } = await runQuietly('apt-get', install, { env })
  if (code === 0) return
  throw new Error(
    `${updated.output}\n${output}\napt-get could not install it. Run:\n\n  ${aptCommand(packages)}\n`,
  )
}

/** What a person types for the same. */
export const aptCommand = (packages: readonly string[]): string =>
  `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`
