/** Where the set-up lives and what it remembers between two starts. */
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** Inside node_modules, because it must vanish together with what it vouches for. */
const STATE_FILE = join(ROOT, 'node_modules', '.insa-setup.json')

/**
 * @typedef {object} SetupState
 * @property {string | undefined} [lock] hash of the package-lock.json that node_modules was installed from
 * @property {string | undefined} [console] hash of the sources that apps/console/dist was built from
 * @property {string | undefined} [node] the Node 24 that was found to run here
 */

/** A failure that is the person's to solve: its message is shown as it is, without a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError'
}

/** @returns {SetupState} empty when nothing was set up yet, or half */
export function readState() {
  try {
    return JSON.parse(readFileSync(STATE_FILE, 'utf8'))
  } catch {
    return {}
  }
}

/** @param {SetupState} change */
export function remember(change) {
  writeFileSync(STATE_FILE, JSON.stringify({ ...readState(), ...change }))
}
