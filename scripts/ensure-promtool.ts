/** Finds promtool, which judges the alert rules, and installs Debian's Prometheus when there is none. */
import { aptCommand, aptInstall, mayAptInstall } from './apt-install.ts'
import { runQuietly } from './run-quietly.mjs'
import { whileSaying } from './say.mjs'

const PACKAGES = ['prometheus']

/** @throws Error that says what to do, when there is none and we may not install it. */
export async function ensurePromtool(): Promise<string> {
  if (await works()) return 'promtool'
  if (mayAptInstall()) {
    const install = () => aptInstall(PACKAGES)
    await whileSaying('Installing promtool with apt-get, for the alert rules', install)
    if (await works()) return 'promtool'
  }
  throw new Error(
    `The alert rules are checked by promtool, which is not on PATH. On Debian or Ubuntu, run:\n\n  ${aptCommand(PACKAGES)}\n`,
  )
}

const works = async (): Promise<boolean> => (await runQuietly('promtool', ['--version'])).code === 0
