/** Tells whoever watches a run what it is doing inside a step. Nothing of it is kept with the run, and nothing waits for it. */
import type { ExecutionActivity } from '@insa/contracts'
import type { Database } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import type { ExecutionRow } from './execution.ts'

/** A model thinks and writes by turns; nobody reads faster than this. Milliseconds. */
const AT_MOST_EVERY_MS = 400
/** What a person may have to wait for, or what changes who answers, is always told. */
const ALWAYS: ReadonlySet<ExecutionActivity['kind']> = new Set([
  'tool',
  'retrying',
  'correcting',
  'escalating',
  'falling_back',
])

export function createActivity(
  { database, publish }: { database: Database; publish: Publish },
  { id, organization_id }: Pick<ExecutionRow, 'id' | 'organization_id'>,
): (activity: ExecutionActivity) => void {
  let last = { at: 0, message: '' }
  return (activity) => {
    const now = Date.now()
    const soon = now - last.at < AT_MOST_EVERY_MS && !ALWAYS.has(activity.kind)
    if (soon || activity.message === last.message) return
    last = { at: now, message: activity.message }
    database
      .tenant(organization_id, (tx) =>
        publish(tx, { type: 'execution.activity', execution_id: id, activity }),
      )
      // The run goes on without being watched; what it does is in its journal.
      .catch(() => undefined)
  }
}
