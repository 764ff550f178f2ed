/** What dead processes held back is freed, and booked as spent: a call of theirs may have been made. */
import type { Database } from '../database/database.ts'
import { findDeadCalls } from './model-calls.store.ts'
import { loseModelCall } from './settle-model-call.ts'

/** @param onlyLiving the one process that can be alive; null where it is told by the leases. */
export async function freeDeadCalls(database: Database, onlyLiving: string | null): Promise<void> {
  const dead = await database.sweeper((tx) => findDeadCalls(tx, onlyLiving))
  for (const { id, organization_id } of dead) {
    await database.tenant(organization_id, (tx) => loseModelCall(tx, id))
  }
}
