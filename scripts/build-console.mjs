/** Builds the web console with Vite when its sources changed since the last build. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lockHash } from './install-packages.mjs'
import { pinnedNode } from './pinned-node.mjs'
import { runQuietly } from './run-quietly.mjs'
import { whileSaying } from './say.mjs'
import { withSetupLock } from './setup-lock.mjs'
import { ROOT, readState, remember, SetupError } from './setup-state.mjs'

const CONSOLE = join(ROOT, 'apps', 'console')
/** Everything that ends up in the bundle. */
const SOURCES = [
  'apps/console/index.html',
  'apps/console/package.json',
  'apps/console/public',
  'apps/console/src',
  'apps/console/vite.config.ts',
  'packages/contracts/src',
]

/**
 * Builds when needed. Costs a hash of the sources (a few milliseconds) when it is not.
 * @param {typeof whileSaying} [announce] how to tell the person that a build goes on
 * @throws {SetupError} with Vite's own output
 */
export async function ensureConsole(announce = whileSaying) {
  const wanted = sourceHash()
  if (isBuiltFrom(wanted)) return
  await withSetupLock(async () => {
    if (isBuiltFrom(wanted)) return
    await announce('Building the console', build)
    remember({ console: wanted })
  })
}

/** @param {string} hash */
const isBuiltFrom = (hash) =>
  readState().console === hash && existsSync(join(CONSOLE, 'dist', 'index.html'))

function sourceHash() {
  const hash = createHash('sha256').update(lockHash())
  for (const file of SOURCES.flatMap(filesUnder)) {
    hash.update(`\0${file}\0`).update(readFileSync(join(ROOT, file)))
  }
  return hash.digest('hex')
}

/**
 * @param {string} path relative to the repository
 * @returns {string[]} the files under it, or itself; tests are not bundled
 */
function filesUnder(path) {
  if (!existsSync(join(ROOT, path))) return []
  if (/\.\w+$/.test(path)) return /\.test\.tsx?$/.test(path) ? [] : [path]
  return readdirSync(join(ROOT, path))
    .sort()
    .flatMap((name) => filesUnder(`${path}/${name}`))
}

async function build() {
  remember({ console: undefined }) // a build that is killed half-way must not pass for the last one
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  const { code, output } = await runQuietly(pinnedNode(), [vite, 'build', '--logLevel', 'warn'], {
    cwd: CONSOLE,
    // Vite takes on what it finds: under vitest's `test` it packs React's development build, a third larger and slower.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (code !== 0)
    throw new SetupError(
      `${output.trimEnd()}\n\nThe console did not build; Vite's words are above.`,
    )
}
