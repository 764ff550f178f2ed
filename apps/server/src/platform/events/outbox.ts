/** Events are written in the transaction of the change that they tell of, and delivered after its commit. */
import type { EventPayload } from '@insa/contracts'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { AnswerCache } from '../cache/answer-cache.ts'
import { topicsOf } from '../cache/topics.ts'
import type { TenantTx } from '../database/database.ts'
import { unawaited } from '../database/statement-marks.ts'

/** Puts events into the outbox; after the commit answers that they make untrue are forgotten, then the delivery is woken. */
export type Publish = (tx: TenantTx, ...events: EventPayload[]) => Promise<void>

/** A run tells of every step: these are delivered some at a time. */
const MAY_WAIT: ReadonlySet<string> = new Set([
  'execution.step',
  'execution.progress',
  'execution.activity',
])

interface PublishDeps {
  wake: () => void
  wakeSoon: () => void
  cache: Pick<AnswerCache, 'forget'>
}

export const createPublish =
  ({ wake, wakeSoon, cache }: PublishDeps): Publish =>
  async (tx, ...events) => {
    if (events.length === 0) return
    const rows = events.map((payload) => {
      const executionId = 'execution_id' in payload ? payload.execution_id : null
      return sql`(${uuidv7()}, ${payload.type}, ${executionId}, ${JSON.stringify(payload)})`
    })
    await sql`${unawaited}insert into events (id, type, execution_id, payload) values ${sql.join(rows)}`.execute(
      tx.db,
    )
    const topics = topicsOf(events)
    // First: whoever hears of the change and asks again gets what is true now.
    if (topics.length > 0) tx.afterCommit(() => cache.forget(tx.organizationId, topics))
    tx.afterCommit(events.every((e) => MAY_WAIT.has(e.type)) ? wakeSoon : wake)
  }
