/** One set-up at a time: two terminals that start together must not both write node_modules. */
import {
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './say.mjs'
import { ROOT } from './setup-state.mjs'

/** Beside node_modules, because `npm ci` begins by deleting that folder. */
const LOCK_FILE = join(ROOT, '.setup.lock')
const POLL_MS = 200
const HEARTBEAT_MS = 5_000
/** A holder that missed this many milliseconds of heartbeats is gone, even if its pid lives on as another process. */
const STALE_MS = 60_000

/** @returns {boolean} whether this process now holds the lock */
function take() {
  const mine = `${LOCK_FILE}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    linkSync(mine, LOCK_FILE) // unlike open-then-write, a lock that exists always has its holder's pid in it
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(mine, { force: true })
  }
}

/**
 * @param {string} file
 * @returns {boolean} whether the process that wrote this lock lives and works
 */
function isHeld(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > STALE_MS) return false
    process.kill(Number(readFileSync(file, 'utf8')), 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM' // it lives, as another user
  }
}

/** Removes a dead process's lock. Moved aside first and looked at again: it may just have become another's. */
function clearStale() {
  const aside = `${LOCK_FILE}.${process.pid}.stale`
  try {
    renameSync(LOCK_FILE, aside)
    if (isHeld(aside)) linkSync(aside, LOCK_FILE)
    rmSync(aside)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

/** @param {unknown} error */
const codeOf = (error) =>
  error instanceof Error && 'code' in error ? /** @type {unknown} */ (error.code) : undefined

/**
 * Runs `work` while holding the lock; waits, and says so, while another process holds it.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSetupLock(work) {
  for (let waited = false; !take(); waited = true) {
    if (!isHeld(LOCK_FILE)) {
      clearStale()
      continue
    }
    if (!waited) say('Another start is setting up; waiting for it …')
    await sleep(POLL_MS)
  }
  const release = () => rmSync(LOCK_FILE, { force: true })
  const heartbeat = setInterval(() => utimesSync(LOCK_FILE, new Date(), new Date()), HEARTBEAT_MS)
  process.once('exit', release)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    process.off('exit', release)
    release()
  }
}
