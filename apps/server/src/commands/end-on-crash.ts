/** What nobody caught ends the process, as Node.js itself would have it; what it was is logged and kept first. */
import type { Logger } from 'pino'
import { CRASH } from '../platform/errors/report-from-log.ts'

/** For writing down what it was; a supervisor waits for the next start meanwhile. Milliseconds. */
const LAST_WORDS_MS = 2_000

/** @param write keeps what is not yet kept; may be told of something before it can. */
export function endOnCrash(logger: Logger, write: () => Promise<void>): void {
  let ending = false
  process.on('uncaughtException', (error, origin) => {
    logger.fatal({ err: error, 'event.action': CRASH }, WORDS[origin])
    if (ending) return
    ending = true
    setTimeout(() => process.exit(1), LAST_WORDS_MS)
    write().finally(() => process.exit(1))
  })
}

const WORDS = {
  uncaughtException: 'An error that nobody caught ends this process',
  unhandledRejection: 'A rejection that nobody handled ends this process',
}
