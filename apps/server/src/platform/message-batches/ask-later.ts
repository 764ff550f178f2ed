/** Asks a model in a message batch: the first time the run goes to rest with its question, the second time it finds the answer. */
import type { Ledger } from '../budget/ledger.ts'
import type { Database } from '../database/database.ts'
import { NO_COST } from '../engines/add-costs.ts'
import { batchRequestOf, mayHelpAgain, readBatchResult } from '../engines/anthropic-batch.ts'
import type { EngineAnswer, EngineTask } from '../engines/engine.ts'
import { EngineFailure } from '../engines/engine-failure.ts'
import { Suspension } from '../runtime/suspension.ts'
import { findRequest, putRequest, rest } from './message-batches.store.ts'

export interface AskLaterDeps {
  database: Database
  meter: Pick<Ledger, 'reserve' | 'letGo'>
}

/** Asks a task in a batch. @throws Suspension while there is no answer; EngineFailure when none comes, or none that can be taken. */
export type AskLater = <T>(task: EngineTask<T>) => Promise<EngineAnswer<T>>

/** A question that was answered by nothing so often is given up. */
const MOST_TRIES = 3

export const createAskLater =
  ({ database, meter }: AskLaterDeps): AskLater =>
  async (task) => {
    const { organizationId, executionId } = task.payer
    const found = await database.tenant(organizationId, (tx) => findRequest(tx, executionId))
    if (found && !found.result) throw waits((tx) => rest(tx, executionId))
    if (found?.result && (found.tries >= MOST_TRIES || !mayHelpAgain(found.result)))
      return readBatchResult(task, found.result)
    const tries = (found?.tries ?? 0) + 1
    const { params, call } = batchRequestOf(task, tries)
    const permit = await meter.reserve(call)
    if (!permit.granted) {
      const { code, message, instead, ask = null } = permit
      throw new EngineFailure('engine.over_budget', message, NO_COST, {
        stop: instead === 'downgrade' ? null : code,
        ask,
      })
    }
    throw waits(async (tx) => {
      await putRequest(tx, { executionId, tries, params, permit: permit.id })
      tx.afterCommit(() => meter.letGo(permit))
    })
  }

const waits = (also: ConstructorParameters<typeof Suspension>[2]) =>
  new Suspension('queued', 'It waits for its message batch.', also)
