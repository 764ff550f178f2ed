/** An item that the budget of the day stands against: its whole batch waits, instead of every item failing or asking by itself. */
import type { Database } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import { Suspension } from '../runtime/suspension.ts'
import { pauseForBudget } from './batches.store.ts'

/** @returns what the run is to be left with: the item goes back into its queue. */
export async function waitForBudget(
  { database, publish }: { database: Database; publish: Publish },
  { organizationId, batchId }: { organizationId: string; batchId: string },
  message: string,
): Promise<Suspension> {
  // Before the item is put back, which otherwise would be taken again; by itself, for whoever cancels locks the batch first.
  await database.tenant(organizationId, async (tx) => {
    if (await pauseForBudget(tx, batchId, message))
      await publish(tx, { type: 'batch.updated', batch_id: batchId })
  })
  return new Suspension('queued', 'The budget is used up; the batch waits for more.')
}
