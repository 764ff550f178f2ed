/** Finds redis-server for the tests of several processes, and installs Debian's when there is none. */
import { aptCommand, aptInstall, mayAptInstall } from './apt-install.ts'
import { runQuietly } from './run-quietly.mjs'
import { whileSaying } from './say.mjs'

const PACKAGES = ['redis-server']

/** The oldest that the tests run on; what a site should have is newer (docs/operations.md). */
const OLDEST_MAJOR = 7

/** Another than the one on PATH: the tests run on every version that a site may have (newer-redis.ts brings one). */
const NAMED = 'TEST_REDIS_SERVER'

/**
 * @returns the program's name, or the path that TEST_REDIS_SERVER names
 * @throws Error that says what to do, when there is none that is new enough and we may not install it
 */
export async function ensureRedis(): Promise<string> {
  const named = process.env[NAMED]
  if (named) {
    if (await works(named)) return named
    throw new Error(`${NAMED} is no redis-server ${OLDEST_MAJOR} or newer: ${named}`)
  }
  if (await works()) return 'redis-server'
  if (mayAptInstall()) {
    const install = () => aptInstall(PACKAGES)
    await whileSaying('Installing redis-server with apt-get, for the tests', install)
    if (await works()) return 'redis-server'
  }
  throw new Error(
    `The tests of several processes need redis-server ${OLDEST_MAJOR} or newer on PATH. On Debian or Ubuntu, run:\n\n  ${aptCommand(PACKAGES)}\n`,
  )
}

async function works(program = 'redis-server'): Promise<boolean> {
  const { code, output } = await runQuietly(program, ['--version'])
  return code === 0 && Number(/v=(\d+)/.exec(output)?.[1] ?? 0) >= OLDEST_MAJOR
}
