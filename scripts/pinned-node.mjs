/** Finds the Node 24 that everything of ours runs on: it strips types, and it is the version we test. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, readState, remember, SetupError } from './setup-state.mjs'

const WANTED = 24

/**
 * @returns {string} path of a Node ≥ 24: the one from npm, else the one that runs this
 * @throws {SetupError} that says how to get one
 */
export function pinnedNode() {
  const known = readState().node
  if (known && existsSync(known)) return known
  const node = [fromNpm(), process.execPath].find((path) => majorOf(path) >= WANTED)
  if (!node) {
    throw new SetupError(
      `INSA CRM runs on Node ${WANTED}. This is Node ${process.versions.node}, and npm has no Node ${WANTED} that runs ` +
        `on ${process.platform} ${process.arch}.\nInstall it (https://nodejs.org/en/download, \`nvm install ${WANTED}\`, ` +
        `\`brew install node@${WANTED}\`), then run the same command again.`,
    )
  }
  remember({ node })
  return node
}

function fromNpm() {
  const windows = process.platform === 'win32'
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`
  return join(ROOT, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node')
}

/**
 * @param {string} path
 * @returns {number} 0 when it is missing or cannot run here (another C library)
 */
function majorOf(path) {
  if (path === process.execPath) return Number.parseInt(process.versions.node, 10)
  try {
    return Number.parseInt(execFileSync(path, ['--version'], { encoding: 'utf8' }).slice(1), 10)
  } catch {
    return 0
  }
}
