/** Ends a model call in the books: frees what it held back, books what it cost, records it. */
import { Decimal } from 'decimal.js'
import type { TenantTx } from '../database/database.ts'
import type { Settlement } from '../engines/model-meter.ts'
import { costOf, NO_USAGE } from '../engines/models.ts'
import { bookSpent } from './budget-counters.store.ts'
import { budgetKeys } from './budget-keys.ts'
import { closeCall, lockOpenCall, loseCall, type OpenCall } from './model-calls.store.ts'
import { recordModelCall } from './record-model-call.ts'

/** Once: a call that is settled already stays as it is. One that was given up as lost is corrected. */
export async function settleModelCall(
  tx: TenantTx,
  id: string,
  settlement: Settlement,
): Promise<void> {
  const call = await lockOpenCall(tx, id)
  if (!call) return
  await closeCall(tx, id, settlement, cacheSaving(call, settlement))
  const wasLost = call.status === 'lost'
  const spent = new Decimal(settlement.costUsd).minus(wasLost ? call.worst_case_usd : 0)
  await book(tx, call, wasLost ? '0' : call.worst_case_usd, spent.toFixed())
  await recordModelCall(tx, call, settlement)
}

/** Its process died before it said how the call ended. */
export async function loseModelCall(tx: TenantTx, id: string): Promise<void> {
  const call = await lockOpenCall(tx, id)
  if (call?.status !== 'reserved') return
  await loseCall(tx, id)
  await book(tx, call, call.worst_case_usd, call.worst_case_usd)
  await recordModelCall(tx, call, {
    model: call.model,
    usage: NO_USAGE,
    costUsd: call.worst_case_usd,
    outcome: 'lost',
    estimated: true,
    durationMs: undefined,
  })
}

async function book(tx: TenantTx, call: OpenCall, freed: string, spent: string): Promise<void> {
  const payers = {
    executionId: call.execution_id,
    leadId: call.lead_id,
    customerId: call.customer_id,
    day: call.day,
  }
  for (const key of budgetKeys(payers)) await bookSpent(tx, key, freed, spent)
}

/** What the same call would have cost more had the cache's reads been input, at list price. */
function cacheSaving({ batch }: OpenCall, { model, usage }: Settlement): string {
  const without = { ...usage, input: usage.input + usage.cache_read, cache_read: 0 }
  return costOf(model, without, { batch })
    .minus(costOf(model, usage, { batch }))
    .toFixed()
}
