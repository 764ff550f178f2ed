/** Events are written in the transaction of the change that they tell of, and delivered after its commit. */
import type { EventPayload } from '@insa/contracts'
import { v7 as uuidv7 } from 'uuid'
import type { TenantTx } from '../database/database.ts'
import { jsonb } from '../database/json.ts'

/** Puts events into the outbox and wakes the delivery after the commit. */
export type Publish = (tx: TenantTx, ...events: EventPayload[]) => Promise<void>

/** A run tells of every step: these are delivered some at a time. */
const MAY_WAIT: ReadonlySet<string> = new Set([
  'execution.step',
  'execution.progress',
  'execution.activity',
])

export const createPublish =
  ({ wake, wakeSoon }: { wake: () => void; wakeSoon: () => void }): Publish =>
  async (tx, ...events) => {
    if (events.length === 0) return
    await tx.db
      .insertInto('events')
      .values(
        events.map((payload) => ({
          id: uuidv7(),
          type: payload.type,
          execution_id: 'execution_id' in payload ? payload.execution_id : null,
          payload: jsonb(payload),
        })),
      )
      .execute()
    tx.afterCommit(events.every((e) => MAY_WAIT.has(e.type)) ? wakeSoon : wake)
  }
