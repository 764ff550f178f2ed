/** One look at a batch: its next items in place, its hours, its counts, its end. */
import { v7 as uuidv7 } from 'uuid'
import { readDayLeft } from '../budget/read-day-left.ts'
import type { Database, TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import { type BatchRow, hoursOf, leftOf } from './batch.ts'
import { cancelItems, countItems, insertItems } from './batch-items.store.ts'
import { type BatchChange, changeBatch, lockBatch, nextStretches } from './batches.store.ts'

/** Says whose items come next. */
export interface BatchSource {
  /** Looks at the `limit` subjects after `batch.placed_to`, in the order of their ids. */
  next(tx: TenantTx, batch: BatchRow, limit: number): Promise<NextSubjects>
}

export interface NextSubjects {
  /** Those that become items. */
  subjects: string[]
  /** The id of the last that was looked at. */
  lookedTo: string | null
  /** There are no more. */
  isAll: boolean
}

export interface LookDeps {
  database: Database
  publish: Publish
  /** Wakes the workers of such agents. */
  ring: (agentType: string) => void
  /** By agent type. */
  sources: Readonly<Record<string, BatchSource>>
  /** Items put in place in one transaction: the embedded database serves nobody else meanwhile. */
  chunk?: number
}

const CHUNK = 500

/** A budget that ran out is looked at again after this time. Milliseconds. */
const BUDGET_REST_MS = 60_000

/** How much of the rate before stays in the new one. */
const KEPT_OF_RATE = 0.8

/** Puts the next chunk in place; a process that dies in between leaves whole chunks. @returns whether there are more. */
export function placeChunk(deps: LookDeps, organizationId: string, id: string): Promise<boolean> {
  const limit = deps.chunk ?? CHUNK
  return deps.database.tenant(organizationId, async (tx) => {
    const batch = await lockBatch(tx, id)
    const source = batch && deps.sources[batch.agent_type]
    if (!batch || !source || batch.placed_at !== null || batch.status === 'cancelled') return false
    const { subjects, lookedTo, isAll } = await source.next(tx, batch, limit)
    await insertItems(
      tx,
      batch,
      subjects.map((leadId) => ({ id: uuidv7(), leadId })),
    )
    await changeBatch(tx, id, {
      placed: batch.placed + subjects.length,
      placed_to: lookedTo,
      ...(isAll
        ? { placed_at: new Date(), chosen: null, total: batch.placed + subjects.length }
        : {}),
    })
    tx.afterCommit(() => deps.ring(batch.agent_type))
    return !isAll
  })
}

/** Brings the row up to date, and tells of it where something has changed. */
export function tendBatch(deps: LookDeps, organizationId: string, id: string): Promise<void> {
  return deps.database.tenant(organizationId, async (tx) => {
    const batch = await lockBatch(tx, id)
    if (!batch || batch.finished_at !== null) return
    // What was put back since by a worker that stops.
    if (batch.status === 'cancelled') await cancelItems(tx, id)
    const now = new Date()
    const change = {
      ...(await countedAnew(tx, batch, now)),
      ...(await nextHours(tx, batch, now)),
      ...(await budgetAgain(tx, batch, now)),
    }
    const after: BatchRow = { ...batch, ...change }
    Object.assign(change, endOf(after, now))
    await changeBatch(tx, id, change)
    if (change.status === 'running') tx.afterCommit(() => deps.ring(batch.agent_type))
    if (SHOWN.some((field) => after[field] !== batch[field]) || 'finished_at' in change)
      await deps.publish(tx, { type: 'batch.updated', batch_id: id })
  })
}

/** What a change of is worth an event. */
const SHOWN = ['placed', 'running', 'succeeded', 'failed', 'cancelled', 'status'] as const

async function countedAnew(tx: TenantTx, batch: BatchRow, now: Date): Promise<BatchChange> {
  const { costUsd, ...counts } = await countItems(tx, batch.id)
  const ended = (of: Pick<BatchRow, 'succeeded' | 'failed'>) => of.succeeded + of.failed
  const seconds = batch.counted_at ? (+now - +batch.counted_at) / 1000 : 0
  const fresh = seconds > 0 ? (ended(counts) - ended(batch)) / seconds : null
  // Nothing ends while nothing may begin: that is no rate.
  const isIdle = counts.running === 0 && fresh === 0
  const kept = batch.items_per_second
  return {
    ...counts,
    ...(batch.placed_at ? { total: counts.placed } : {}),
    cost_usd: costUsd,
    counted_at: now,
    items_per_second:
      fresh === null || isIdle
        ? kept
        : kept === null
          ? fresh
          : kept * KEPT_OF_RATE + fresh * (1 - KEPT_OF_RATE),
  }
}

/** The stretch after one that is over. */
async function nextHours(tx: TenantTx, batch: BatchRow, now: Date): Promise<BatchChange> {
  const hours = hoursOf(batch)
  if (!hours || batch.closes_at === null || batch.closes_at > now) return {}
  const [next] = await nextStretches(tx, hours, now, DAYS_AHEAD)
  return next ? { opens_at: next.opensAt, closes_at: next.closesAt } : {}
}

/** One weekday alone comes again after seven days; where the clocks leave its hours out, a week later. */
const DAYS_AHEAD = 15

/** Goes on where the budget allows an item again. */
async function budgetAgain(tx: TenantTx, batch: BatchRow, now: Date): Promise<BatchChange> {
  if (batch.paused_for !== 'budget' || batch.paused_at === null) return {}
  if (+now - +batch.paused_at < BUDGET_REST_MS) return {}
  const left = await readDayLeft(tx)
  if (left?.lessThanOrEqualTo(0)) return { paused_at: now }
  return { status: 'running', paused_for: null, paused_at: null, note: null }
}

function endOf(batch: BatchRow, now: Date): BatchChange {
  const isPlaced = batch.placed_at !== null || batch.status === 'cancelled'
  const open = batch.status === 'cancelled' ? batch.running : leftOf(batch) + batch.running
  if (!isPlaced || open > 0) return {}
  return batch.status === 'cancelled'
    ? { finished_at: now }
    : { status: 'finished', paused_for: null, note: null, finished_at: now }
}
