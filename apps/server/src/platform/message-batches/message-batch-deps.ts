/** What looks after message batches. */
import type { Logger } from 'pino'
import type { Ledger } from '../budget/ledger.ts'
import type { Database } from '../database/database.ts'
import type { BatchClient } from '../engines/anthropic-batch.ts'

export interface MessageBatchTimes {
  /** Between two looks. Milliseconds. */
  lookMs: number
  /** The first question in line waits so long for others. Seconds. */
  gatherS: number
  /** A batch that was being sent so long ago is looked for: whoever sent it is dead, or has no answer. Seconds. */
  lookForS: number
  /** And after so long it was never sent, or will not be found. Seconds. */
  giveUpS: number
}

export interface MessageBatchDeps {
  database: Database
  meter: Pick<Ledger, 'settleKept'>
  client: BatchClient
  logger: Logger
  /** Wakes the workers of such agents. */
  ring: (agentType: string) => void
  times?: Partial<MessageBatchTimes>
}

export type WatchDeps = MessageBatchDeps & { times: MessageBatchTimes }
