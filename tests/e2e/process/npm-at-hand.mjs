/**
 * An `npm` without a network: its `ci` links the packages of this repository's own node_modules into the folder it is
 * called in, and points our workspaces at that folder. Writes its arguments into the file NPM_CALLS.
 */
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../../scripts/setup-state.mjs'

/** What the set-up and the tools leave in node_modules; the list of packages is npm's own. */
const NOT_OF_NPM = /^\.(?!bin$|package-lock\.json$)/

/** @param {string} from @param {string} to */
function linkPackages(from, to) {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    if (NOT_OF_NPM.test(name)) continue
    // The links to our workspaces are relative: copied, they lead to the clone's own.
    if (name === '@insa')
      cpSync(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true })
    else symlinkSync(join(from, name), join(to, name))
  }
}

const args = process.argv.slice(2)
appendFileSync(process.env.NPM_CALLS ?? '', `${args.join(' ')}\n`)
if (args[0] === 'ci') {
  for (const folder of [
    '.',
    'apps/server',
    'apps/cli',
    'apps/console',
    'packages/baseline',
    'packages/contracts',
  ]) {
    const from = join(ROOT, folder, 'node_modules')
    if (existsSync(from)) linkPackages(from, join(process.cwd(), folder, 'node_modules'))
  }
}
