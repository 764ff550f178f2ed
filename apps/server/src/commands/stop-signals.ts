/** Ctrl-C and SIGTERM: the first asks for a stop, the second is obeyed at once. */
import type { Logger } from 'pino'

/** Running work is given this long; what is not done then goes on at the next start. Milliseconds. */
export const GRACE_MS = 10_000
/** After the grace time, for closing what is open. Milliseconds. */
const LAST_RESORT_MS = 5_000

export interface StopSignals {
  /** Whether one has come. */
  asked(): boolean
  /** Resolves when one has come. */
  whenAsked: Promise<void>
}

/** Listens from now on. */
export function listenForStop(logger: Logger): StopSignals {
  const { promise, resolve } = Promise.withResolvers<void>()
  let asked = false
  const stop = () => {
    if (asked) process.exit(130)
    asked = true
    process.stdout.write('\n  Finishing running work … (Ctrl-C again to stop at once)\n')
    setTimeout(() => giveUp(logger), GRACE_MS + LAST_RESORT_MS).unref()
    resolve()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
  return { asked: () => asked, whenAsked: promise }
}

/** Whatever does not let go by then is left: the next start carries on from the rows. */
function giveUp(logger: Logger): void {
  const open = process.getActiveResourcesInfo()
  logger.warn({ open }, 'Something does not let go; the process ends without it')
  process.exit()
}
