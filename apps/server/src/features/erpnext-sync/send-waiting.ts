/** Sends what waits, several at a time; what ERPNext refuses is tried again later, or left for a person. */
import { FrappeFailure } from '@insa/mcp-servers/erpnext'
import { changeLink, type LinkRow, listWaiting } from './lead-links.store.ts'
import { NOT_SET_UP, type Sending, sendLead } from './send-lead.ts'
import { problemOf, stopsAll } from './sync-problem.ts'

const AT_ONCE = 100
const SIDE_BY_SIDE = 4

const MAX_ATTEMPTS = 5
const FIRST_PAUSE_MS = 30_000

/** These are refused the same way again: a person has to change something. */
const FINAL = new Set(['invalid', 'duplicate', 'forbidden', 'linked'])

/**
 * @returns whether there may be more to send now.
 * @throws FrappeFailure where the site does not serve us; what was not sent waits on.
 */
export async function sendWaiting(sending: Sending): Promise<boolean> {
  const { deps } = sending
  const waiting = await deps.database.tenant(deps.organizationId, (tx) =>
    listWaiting(tx, deps.now(), AT_ONCE),
  )
  const queue = [...waiting]
  const failures: unknown[] = []
  const work = async () => {
    for (let link = queue.shift(); link && failures.length === 0; link = queue.shift()) {
      deps.signal.throwIfAborted()
      await sendOne(sending, link).catch((error: unknown) => failures.push(error))
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  if (failures.length > 0) throw failures[0]
  return waiting.length === AT_ONCE
}

async function sendOne(sending: Sending, link: LinkRow): Promise<void> {
  const { deps } = sending
  const note = (change: Parameters<typeof changeLink>[2]) =>
    deps.database.tenant(deps.organizationId, (tx) => changeLink(tx, link.lead_id, change))
  try {
    await sendLead(sending, link.lead_id)
  } catch (error) {
    if (!(error instanceof FrappeFailure)) throw error
    const now = deps.now()
    if (stopsAll(error) && error.kind !== 'forbidden') {
      // To the end of the queue: should it be the one that the site chokes on, the others are not kept waiting by it.
      await note({
        due_at: now,
        ...(error.outcome === 'unknown' ? { problem: problemOf(error, now) } : {}),
      })
      throw error
    }
    if (error.exception === NOT_SET_UP) {
      await note({ due_at: new Date(now.getTime() + FIRST_PAUSE_MS) })
      return
    }
    const attempts = link.attempts + 1
    const isFinal = FINAL.has(error.kind) || attempts >= MAX_ATTEMPTS
    await note({
      attempts,
      problem: problemOf(error, now),
      due_at: new Date(now.getTime() + FIRST_PAUSE_MS * 2 ** link.attempts),
      ...(isFinal ? { status: 'failed' as const } : {}),
    })
  }
}
