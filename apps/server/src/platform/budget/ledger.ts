/**
 * The meter of every model call: holds back what a call can cost at most before it is made, and books what it did cost after.
 * What does not fit into the run's, the deal's or the day's limit is refused, by one statement for all processes.
 */
import { randomUUID } from 'node:crypto'
import type { OnCrossing } from '@insa/contracts'
import { v7 as uuidv7 } from 'uuid'
import type { Database, TenantTx } from '../database/database.ts'
import {
  type ModelCall,
  type ModelMeter,
  type Permit,
  type Refusal,
  type Settlement,
  UNLIMITED,
} from '../engines/model-meter.ts'
import { ALL_DEFENCES, type Defences } from '../safety/defences.ts'
import { readSetting } from '../settings/settings.store.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { amountToAskFor } from './amount-to-ask-for.ts'
import { type BudgetKey, holdBack, readBudget } from './budget-counters.store.ts'
import { budgetKeys, LIMIT_OF, utcDay } from './budget-keys.ts'
import { BUDGETS } from './budget-settings.ts'
import { describeCrossing } from './describe-crossing.ts'
import { freeDeadCalls } from './free-dead-calls.ts'
import { CALL_LEASE_S, insertModelCall, readRun, renewCalls } from './model-calls.store.ts'
import { recordRefusal } from './record-model-call.ts'
import { settleModelCall } from './settle-model-call.ts'

export interface Ledger extends ModelMeter {
  /** Another transaction has taken over what was held back (`keepCallOpen`); it is settled by `settleKept`. */
  letGo(permit: Permit): void
  /** Settles, in the caller's transaction, what no process holds. */
  settleKept(tx: TenantTx, permitId: string, settlement: Settlement): Promise<void>
  /** Gives signs of life, and frees what dead processes held back. */
  start(): Promise<void>
  stop(): Promise<void>
}

export interface LedgerDeps {
  database: Database
  metrics: Pick<Metrics, 'modelCalled'>
  onError: (error: unknown) => void
  /** All of them, but in the attack gate. */
  defences?: Defences
}

const BEAT_MS = (CALL_LEASE_S * 1000) / 4

export function createLedger(deps: LedgerDeps): Ledger {
  const { database, metrics, onError, defences = ALL_DEFENCES } = deps
  const heldBy = `${process.pid}-${randomUUID().slice(0, 8)}`
  /** Whose money each permit is. */
  const permits = new Map<string, string>()
  /** Ended, but not written down yet: the database did not answer. */
  const late = new Map<string, Settlement>()
  let beating: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  const settle = async (id: string, settlement: Settlement) => {
    const organizationId = permits.get(id)
    if (organizationId === undefined) return
    await database.tenant(organizationId, (tx) => settleModelCall(tx, id, settlement))
    late.delete(id)
    permits.delete(id)
  }
  const beat = async () => {
    for (const [id, settlement] of late) await settle(id, settlement)
    if (permits.size > 0) await database.sweeper((tx) => renewCalls(tx, heldBy))
    await freeDeadCalls(database, null)
  }
  return {
    async reserve(call) {
      if (!defences.has('budgets')) return UNLIMITED.reserve(call)
      const id = uuidv7()
      try {
        const organizationId = call.payer.organizationId
        const refused = await reserve(database, call, id, heldBy)
        if (refused) return refused
        permits.set(id, organizationId)
        return { granted: true, id }
      } catch (error) {
        // A limit that cannot be read allows nothing.
        onError(error)
        return UNREADABLE
      }
    },
    async settle({ id }: Permit, settlement) {
      metrics.modelCalled(settlement)
      try {
        await settle(id, settlement)
      } catch (error) {
        onError(error)
        late.set(id, settlement)
      }
    },
    letGo({ id }) {
      permits.delete(id)
    },
    async settleKept(tx, id, settlement) {
      if (id !== '') await settleModelCall(tx, id, settlement)
      metrics.modelCalled(settlement)
    },
    async start() {
      timer = setInterval(() => {
        beating = beating.then(beat).catch(onError)
      }, BEAT_MS)
      timer.unref()
      // On PGlite no other process can be alive.
      if (database.kind === 'pglite') await freeDeadCalls(database, heldBy)
    },
    async stop() {
      clearInterval(timer)
      await beating
      for (const [id, settlement] of late) await settle(id, settlement).catch(onError)
    },
  }
}

const UNREADABLE: Refusal = {
  granted: false,
  code: 'budget.unreadable',
  message: 'The budget could not be read, so nothing may be spent. The log says why.',
  instead: 'downgrade',
}

/** Undoes what was held back for a call that does not fit in the end. */
class Crossed extends Error {
  readonly at: BudgetKey
  readonly limit: string
  readonly onCrossing: OnCrossing

  constructor(at: BudgetKey, limit: string, onCrossing: OnCrossing) {
    super('Over budget')
    this.at = at
    this.limit = limit
    this.onCrossing = onCrossing
  }
}

/** @returns null when the worst case is held back everywhere, and the call written down. */
async function reserve(
  database: Database,
  call: ModelCall,
  id: string,
  heldBy: string,
): Promise<Refusal | null> {
  const { organizationId, executionId } = call.payer
  try {
    await database.tenant(organizationId, async (tx) => {
      const settings = await readSetting(tx, BUDGETS)
      const { customerId } = await readRun(tx, executionId)
      const day = utcDay(new Date())
      for (const key of budgetKeys({ executionId, leadId: call.payer.leadId, customerId, day })) {
        const { limit_usd, on_crossing } = settings[LIMIT_OF[key.scope]]
        if (await holdBack(tx, key, call.worstCaseUsd, limit_usd)) continue
        throw new Crossed(key, limit_usd ?? '', on_crossing)
      }
      await insertModelCall(tx, { id, call, customerId, day, heldBy })
    })
    return null
  } catch (error) {
    if (!(error instanceof Crossed)) throw error
    return database.tenant(organizationId, (tx) => refuse(tx, call, error))
  }
}

async function refuse(tx: TenantTx, call: ModelCall, crossed: Crossed): Promise<Refusal> {
  const { at, limit } = crossed
  const { batchId } = await readRun(tx, call.payer.executionId)
  // The items of a batch neither fail, nor ask one by one, nor make do with less: all of them wait (batches/wait-for-budget.ts).
  const onCrossing = batchId !== null && at.scope === 'day' ? 'ask' : crossed.onCrossing
  const state = await readBudget(tx, at)
  const { code, message } = describeCrossing(at, limit, state, call.worstCaseUsd)
  await recordRefusal(tx, call, code, message)
  const ask = { ...at, amount_usd: amountToAskFor(limit, state, call.worstCaseUsd) }
  return {
    granted: false,
    code,
    message,
    instead: onCrossing,
    ...(onCrossing === 'ask' ? { ask } : {}),
  }
}
