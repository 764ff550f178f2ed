/** Leads that have arrived qualify themselves, a few at a time: ten thousand at once would be dear and keep all else waiting. */
import { randomUUID } from 'node:crypto'
import { forgetToQualify, listToQualify } from './lead-links.store.ts'
import { BY_SYNC, type SiteDeps } from './sync-deps.ts'

/** Open at the same time. */
const MOST_OPEN = 100

/** @returns whether more wait. */
export function qualifyArrivals(deps: SiteDeps): Promise<boolean> {
  return deps.database.tenant(deps.organizationId, async (tx) => {
    const waiting = await listToQualify(tx, MOST_OPEN)
    if (waiting.length === 0) return false
    const room = MOST_OPEN - (await deps.leads.countOpen(tx, BY_SYNC))
    const next = waiting.slice(0, Math.max(0, room))
    if (next.length === 0) return true
    await forgetToQualify(
      tx,
      next.map((l) => l.lead_id),
    )
    await deps.leads.qualify(
      tx,
      next.map((l) => ({ id: l.lead_id, priority: l.qualify_priority ?? 0 })),
      { triggeredBy: BY_SYNC, correlationId: `erpnext-${randomUUID()}` },
    )
    return true
  })
}
