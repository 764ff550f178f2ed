/** Brings node_modules to what package-lock.json says, when it is not there yet. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runQuietly } from './run-quietly.mjs'
import { whileSaying } from './say.mjs'
import { withSetupLock } from './setup-lock.mjs'
import { ROOT, readState, remember, SetupError } from './setup-state.mjs'

/** No scripts: nothing we use needs one, and a package's script is foreign code. Engine warnings about the
 * machine's Node are noise: what they warn about runs on the pinned one. */
const NPM_CI = [
  'ci',
  '--ignore-scripts',
  '--include=dev',
  '--include=optional',
  '--engine-strict=false',
  '--loglevel=error',
  '--no-audit',
  '--no-fund',
  '--no-progress',
]

/** @returns {string} the hash of package-lock.json */
export const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')

/**
 * Installs when needed. Costs one read of package-lock.json when it is not.
 * @throws {SetupError} with npm's own output
 */
export async function ensurePackages() {
  const wanted = lockHash()
  if (readState().lock === wanted) return
  await withSetupLock(async () => {
    if (readState().lock === wanted) return
    if (!isInstalled())
      await whileSaying('Installing packages, about a minute the first time', npmCi)
    remember({ lock: wanted, node: undefined })
  })
}

/**
 * Whether npm itself (`npm install` by a developer) already brought node_modules to the lock file: npm keeps in
 * node_modules a list of what it put there.
 */
function isInstalled() {
  try {
    const wanted = packagesIn('package-lock.json')
    const present = packagesIn('node_modules/.package-lock.json')
    return Object.entries(wanted).every(
      ([path, entry]) =>
        path === '' ||
        (present[path]
          ? present[path].integrity === entry.integrity
          : entry.optional || !path.includes('node_modules')),
    )
  } catch {
    return false
  }
}

/**
 * @param {string} file
 * @returns {Record<string, { integrity?: string, optional?: boolean }>}
 */
const packagesIn = (file) => JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages

async function npmCi() {
  const script = process.env.npm_execpath
  const byNode = script !== undefined && /npm-cli\.c?js$/.test(script)
  const [command, args] = byNode ? [process.execPath, [script, ...NPM_CI]] : ['npm', NPM_CI]
  const { code, output } = await runQuietly(command, args, {
    cwd: ROOT,
    shell: !byNode && process.platform === 'win32',
  })
  if (code === 0) return
  throw new SetupError(
    `${output.trimEnd()}\n\nThe packages could not be installed: npm ci ended with ${code}; its words are above.\n` +
      'Is the npm registry reachable, and is there about 1 GB of free disk? Then run the same command again.',
  )
}
