/**
 * Sends what is in line, looks after what was sent, and hands out the answers: a duty of the scheduler. A batch is written down
 * before it is sent. One that may have been sent by a process that died is looked for before anything is sent again
 * (docs/decisions/0023).
 */
import Anthropic from '@anthropic-ai/sdk'
import { batchSettlement } from '../engines/anthropic-batch.ts'
import { type Repeating, repeat } from '../processes/repeat.ts'
import { findLostBatch } from './find-lost-batch.ts'
import { handOut } from './hand-out.ts'
import type { MessageBatchDeps, MessageBatchTimes, WatchDeps } from './message-batch-deps.ts'
import {
  dropUnwanted,
  findAskers,
  listOpen,
  markSent,
  type NewBatch,
  type OpenBatch,
  putBack,
  takeBatch,
} from './message-batches.store.ts'

/** The API takes minutes to hours, so nothing here is in a hurry. */
const TIMES: MessageBatchTimes = { lookMs: 30_000, gatherS: 60, lookForS: 180, giveUpS: 1_800 }

/** The API takes 100,000 questions and 256 MB in one batch; ours have some 40 KB each. */
const MOST_QUESTIONS = 1_000

export function createMessageBatchWatch(given: MessageBatchDeps): Repeating {
  const deps = { ...given, times: { ...TIMES, ...given.times } }
  return repeat((signal) => lookOnce(deps, signal), {
    everyMs: deps.times.lookMs,
    onError: (error) => deps.logger.warn({ err: error }, 'Looking after message batches failed'),
  })
}

async function lookOnce(deps: WatchDeps, signal: AbortSignal): Promise<void> {
  for (const batch of await deps.database.sweeper(listOpen)) {
    signal.throwIfAborted()
    // One that goes wrong does not hold up the others.
    await lookAfter(deps, batch).catch((error: unknown) =>
      deps.logger.warn({ err: error, batch: batch.id }, 'Looking after a message batch failed'),
    )
  }
  for (const organizationId of await deps.database.sweeper(findAskers)) {
    signal.throwIfAborted()
    await sendNext(deps, organizationId)
  }
}

async function lookAfter(deps: WatchDeps, batch: OpenBatch): Promise<void> {
  if (batch.remoteId === null) return findLostBatch(deps, batch)
  const remote = await deps.client.retrieve(batch.remoteId)
  if (remote.processing_status === 'ended') await handOut(deps, batch, batch.remoteId)
}

async function sendNext(deps: WatchDeps, organizationId: string): Promise<void> {
  const { database, meter, times } = deps
  const batch = await database.tenant(organizationId, async (tx) => {
    for (const permit of await dropUnwanted(tx))
      await meter.settleKept(tx, permit, batchSettlement('', { type: 'unwanted' }, 0))
    return takeBatch(tx, { most: MOST_QUESTIONS, afterS: times.gatherS })
  })
  if (batch) await send(deps, organizationId, batch)
}

async function send(
  { client, database, logger }: WatchDeps,
  organizationId: string,
  { id, requests }: NewBatch,
): Promise<void> {
  try {
    const remote = await client.create({
      requests: requests.map((r) => ({ custom_id: r.id, params: r.params })),
    })
    await database.tenant(organizationId, (tx) => markSent(tx, id, remote.id, null))
    logger.info(
      { batch: id, remote: remote.id, requests: requests.length },
      'A message batch was sent',
    )
  } catch (error) {
    // Only an answer that says no is one: after anything else the batch may be there.
    const status = error instanceof Anthropic.APIError ? error.status : undefined
    const isRefused = status !== undefined && status >= 400 && status < 500 && status !== 408
    logger.warn({ err: error, batch: id, isRefused }, 'A message batch could not be sent')
    if (isRefused)
      await database.tenant(organizationId, (tx) =>
        putBack(tx, id, `The API has not taken it: ${status}.`),
      )
  }
}
