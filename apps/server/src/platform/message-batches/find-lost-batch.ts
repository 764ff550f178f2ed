/**
 * A batch that was being sent when its process died, or whose sending had no answer. The API has no key by which it would not take
 * one twice, and tells whose questions a batch holds only in its results. So it is looked for by its time and size; only what
 * cannot be found is asked again, and that it was is said.
 */
import { giveUp } from './give-up.ts'
import type { WatchDeps } from './message-batch-deps.ts'
import { findKnown, markSent, type OpenBatch } from './message-batches.store.ts'

/** Their clock and ours. Milliseconds. */
const CLOCKS_APART_MS = 300_000

export async function findLostBatch(deps: WatchDeps, batch: OpenBatch): Promise<void> {
  const { database, logger, times } = deps
  if (batch.ageS < times.lookForS) return
  const remoteId = await search(deps, batch)
  if (remoteId !== null) {
    logger.warn({ batch: batch.id, remote: remoteId }, 'A message batch was found again')
    const note = 'Found again: its process ended before it could write down that it was sent.'
    return database.tenant(batch.organizationId, (tx) => markSent(tx, batch.id, remoteId, note))
  }
  if (batch.ageS < times.giveUpS) return
  await giveUp(deps, batch)
}

/** The oldest of this size that was made since, and that we do not know. The newest come first. */
async function search({ client, database }: WatchDeps, batch: OpenBatch): Promise<string | null> {
  const since = batch.sendingAt.getTime() - CLOCKS_APART_MS
  const found: string[] = []
  for await (const { id, created_at, request_counts } of client.list({ limit: 100 })) {
    if (Date.parse(created_at) < since) break
    const size = Object.values(request_counts).reduce((sum, n) => sum + n, 0)
    if (size === batch.requests) found.push(id)
  }
  const known = await database.sweeper((tx) => findKnown(tx, found))
  return found.findLast((id) => !known.has(id)) ?? null
}
