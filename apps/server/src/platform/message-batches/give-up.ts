/** A batch of which nobody knows whether it was sent: said, booked as paid, and its questions asked again by their runs. */
import { loseModelCall } from '../budget/settle-model-call.ts'
import type { WatchDeps } from './message-batch-deps.ts'
import { closeBatch, keepAnswer, listAsked, type OpenBatch } from './message-batches.store.ts'

const NOTE = 'Nobody knows whether it was sent. Its questions are asked again, and booked as paid.'

export async function giveUp(
  { database, logger, ring }: WatchDeps,
  batch: Pick<OpenBatch, 'id' | 'organizationId'>,
): Promise<void> {
  logger.error({ batch: batch.id }, 'A message batch was lost; what it asked is asked again')
  await database.tenant(batch.organizationId, async (tx) => {
    for (const { id, permit, agentType } of await listAsked(tx, batch.id)) {
      if (!(await keepAnswer(tx, id, { type: 'lost' }))) continue
      // No permit where no budgets stand.
      if (permit !== '') await loseModelCall(tx, permit)
      tx.afterCommit(() => ring(agentType))
    }
    await closeBatch(tx, batch.id, 'lost', NOTE)
  })
}
