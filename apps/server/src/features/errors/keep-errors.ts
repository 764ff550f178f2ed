/**
 * Writes what this process has met, a few seconds behind: errors of a site are kept for the organization that it belongs to. While
 * they cannot be written they stay in memory, counted.
 */
import type { Logger } from 'pino'
import type { Database } from '../../platform/database/database.ts'
import type { ErrorBuffer, HeldError } from '../../platform/errors/error-buffer.ts'
import { addError, dropBeyond, type Witness } from './errors.store.ts'

/** Between two writings. Milliseconds. */
const WRITE_MS = 5_000
/** Groups that are kept; of the browser's own, for whoever is signed in can make those up. */
const MOST_GROUPS = 1_000
const MOST_BROWSER_GROUPS = 200

export interface KeepErrorsDeps {
  database: Database
  logger: Logger
  errors: ErrorBuffer
  witness: Witness
  findFirstOrganization: () => Promise<string | null>
  /** Told of what is written, too: Sentry, where it is set up. Never throws. */
  alsoTell: ((held: readonly HeldError[]) => void) | null
}

export interface ErrorKeeper {
  start(): void
  /** Writes what there is now. Never throws. */
  write(): Promise<void>
  /** Writes for the last time. */
  stop(): Promise<void>
}

export function createErrorKeeper(deps: KeepErrorsDeps): ErrorKeeper {
  let writing: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const write = () => {
    writing = writing.then(() => writeOnce(deps))
    return writing
  }
  return {
    start() {
      timer ??= setInterval(() => void write(), WRITE_MS).unref()
    },
    write,
    async stop() {
      clearInterval(timer)
      await write()
    },
  }
}

async function writeOnce(deps: KeepErrorsDeps): Promise<void> {
  const { held, lost } = deps.errors.take()
  if (held.length === 0 && lost === 0) return
  try {
    const organizationId = await deps.findFirstOrganization()
    // Before the first start is over they are nobody's.
    if (organizationId === null) return deps.errors.giveBack(held, lost)
    await deps.database.tenant(organizationId, async (tx) => {
      const now = performance.now()
      // In one order, whoever writes: two processes that write the same groups must not wait for each other.
      const ordered = held.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1))
      const isNew = { browser: false, other: false }
      for (const error of ordered) {
        if (!(await addError(tx, error, deps.witness, now))) continue
        isNew[error.origin === 'browser' ? 'browser' : 'other'] = true
      }
      if (isNew.browser) await dropBeyond(tx, true, MOST_BROWSER_GROUPS)
      if (isNew.other) await dropBeyond(tx, false, MOST_GROUPS)
    })
  } catch (error) {
    deps.errors.giveBack(held, lost)
    // Not as an error: it would be one more to write.
    deps.logger.warn({ reason: String(error), groups: held.length }, 'Errors are not kept yet')
    return
  }
  if (lost > 0) deps.logger.warn({ lost }, 'More errors than could be kept apart; these are lost')
  deps.alsoTell?.(held)
}
