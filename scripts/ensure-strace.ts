/** Finds strace, which tells every system call of a program and its children, and installs Debian's when there is none. */
import { aptCommand, aptInstall, mayAptInstall } from './apt-install.ts'
import { runQuietly } from './run-quietly.mjs'
import { whileSaying } from './say.mjs'

const PACKAGES = ['strace']

/** @throws Error that says what to do, when there is none and we may not install it. */
export async function ensureStrace(): Promise<string> {
  if (await works()) return 'strace'
  if (mayAptInstall()) {
    const install = () => aptInstall(PACKAGES)
    await whileSaying('Installing strace with apt-get, to watch what programs connect to', install)
    if (await works()) return 'strace'
  }
  throw new Error(
    `What Claude Code connects to is watched with strace, which is not here. On Linux, run:\n\n  ${aptCommand(PACKAGES)}\n`,
  )
}

const works = async () => (await runQuietly('strace', ['-V'])).code === 0
