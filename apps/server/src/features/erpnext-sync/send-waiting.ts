/** Sends what waits, several at a time; what ERPNext refuses is tried again later, or left for a person. */
import { FrappeFailure } from '@insa/mcp-servers/erpnext'
import { changeLink, type LinkRow, listWaiting } from './lead-links.store.ts'
import { NOT_SET_UP, type Sending, sendLead } from './send-lead.ts'
import { problemOf, stopsAll } from './sync-problem.ts'

const AT_ONCE = 100
const SIDE_BY_SIDE = 4

const MAX_ATTEMPTS = 5

/** Attempts after which a site that does not answer may be one that does not answer to this lead. */
const SUSPECT_AFTER = 3
/** About four hours. */
const MAX_CHOKES = 9

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
    if (stopsAll(error) && error.kind !== 'forbidden') return chokedOn(sending, link, error)
    if (error.exception === NOT_SET_UP) {
      await note({ due_at: new Date(now.getTime() + deps.patience.leadRetryMs) })
      return
    }
    const attempts = link.attempts + 1
    const isFinal = FINAL.has(error.kind) || attempts >= MAX_ATTEMPTS
    await note({
      attempts,
      problem: problemOf(error, now),
      due_at: new Date(now.getTime() + deps.patience.leadRetryMs * 2 ** link.attempts),
      ...(isFinal ? { status: 'failed' as const } : {}),
    })
  }
}

/**
 * The site seems not to serve us. Where it happens to the same lead again though the site answers otherwise, it is about that lead
 * (a firewall that dislikes its message, a save that never ends), and the others go on without it.
 * @throws FrappeFailure where it may be the whole site.
 */
async function chokedOn(sending: Sending, link: LinkRow, error: FrappeFailure): Promise<void> {
  const { deps, site } = sending
  const note = (change: Parameters<typeof changeLink>[2]) =>
    deps.database.tenant(deps.organizationId, (tx) => changeLink(tx, link.lead_id, change))
  const now = deps.now()
  // In maintenance and where it is too busy the site says itself that it is about everything.
  const isSaid = error.kind === 'rate_limited' || error.exception !== null
  const attempts = link.attempts + (isSaid ? 0 : 1)
  if (isSaid || attempts < SUSPECT_AFTER) {
    // To the end of the queue, so that others are not kept waiting by it.
    const problem = error.outcome === 'unknown' ? { problem: problemOf(error, now) } : {}
    await note({ attempts, due_at: now, ...problem })
    throw error
  }
  await site.list({ orderBy: 'name asc', limit: 1 })
  await note({
    attempts,
    problem: problemOf(error, now),
    due_at: new Date(now.getTime() + deps.patience.leadRetryMs * 2 ** link.attempts),
    ...(attempts >= MAX_CHOKES ? { status: 'failed' as const } : {}),
  })
}
