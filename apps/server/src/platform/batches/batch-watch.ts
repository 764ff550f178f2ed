/** Looks after the batches of a site, every few seconds: a duty of its scheduler. */
import type { Logger } from 'pino'
import { type Repeating, repeat } from '../processes/repeat.ts'
import { listOpenBatches, type OpenBatch } from './batches.store.ts'
import { type LookDeps, placeChunk, tendBatch } from './look-after-batch.ts'

export interface BatchWatchDeps extends LookDeps {
  logger: Logger
}

/** Between two looks: what is shown of a batch is no older. */
const LOOK_MS = 2_000
/** Chunks of one batch in a row, before the next one has its turn. */
const CHUNKS_A_TURN = 4

export const createBatchWatch = (deps: BatchWatchDeps): Repeating =>
  repeat((signal) => lookOnce(deps, signal), {
    everyMs: LOOK_MS,
    onError: (error) => deps.logger.error({ err: error }, 'Looking after batches failed'),
  })

/** One batch that goes wrong does not hold up the others. @returns whether items are still to be put in place. */
async function lookOnce(deps: BatchWatchDeps, signal: AbortSignal): Promise<boolean> {
  let isMore = false
  for (const batch of await deps.database.sweeper(listOpenBatches)) {
    try {
      isMore = (await lookAfter(deps, batch, signal)) || isMore
    } catch (error) {
      signal.throwIfAborted()
      deps.logger.error({ err: error, batch: batch.id }, 'Looking after a batch failed')
    }
  }
  return isMore
}

async function lookAfter(
  deps: BatchWatchDeps,
  { id, organizationId, isUnplaced }: OpenBatch,
  signal: AbortSignal,
): Promise<boolean> {
  let isMore = isUnplaced
  for (let chunks = 0; isMore && chunks < CHUNKS_A_TURN; chunks += 1) {
    signal.throwIfAborted()
    isMore = await placeChunk(deps, organizationId, id)
  }
  signal.throwIfAborted()
  await tendBatch(deps, organizationId, id)
  return isMore
}
