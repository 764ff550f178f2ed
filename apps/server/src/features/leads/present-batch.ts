/** A batch's row as the contract's shape. */
import { BatchEstimate, BatchStatus, QualificationBatch } from '@insa/contracts'
import { type BatchRow, hoursOf, isOpenAt, leftOf } from '../../platform/batches/batch.ts'
import { nextStretches } from '../../platform/batches/batches.store.ts'
import { expectedEnd } from '../../platform/batches/expected-end.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import { readAgentSwitches } from '../../platform/runtime/agent-switches.store.ts'
import { presentWindow, windowOf } from './batch-hours.ts'

/** Beyond, nobody plans by an expected end. */
const DAYS_AHEAD = 60

const { selection: Selection, paused_for: PausedFor } = QualificationBatch.shape

export async function presentBatch(
  tx: TenantTx,
  row: BatchRow,
  now = new Date(),
): Promise<QualificationBatch> {
  const left = leftOf(row)
  const isOver = row.status === 'finished' || row.status === 'cancelled'
  const hold = isOver || left === 0 ? NO_HOLD : await holdOf(tx, row, now)
  return {
    id: row.id,
    status: BatchStatus.parse(row.status),
    paused_for: PausedFor.parse(row.paused_for),
    note: hold.note ?? row.note,
    engine: row.engine,
    off_peak: row.off_peak,
    selection: Selection.parse(row.selection),
    total: row.total,
    placed: row.placed,
    left: isOver ? 0 : left,
    running: row.running,
    succeeded: row.succeeded,
    failed: row.failed,
    cancelled: row.cancelled,
    waits_for: hold.waits_for,
    items_per_minute: row.items_per_second === null ? null : perMinute(row.items_per_second),
    expected_end:
      hold.waits_for === 'agent'
        ? null
        : ((await endOf(tx, row, left + row.running, now))?.toISOString() ?? null),
    cost_usd: Number(row.cost_usd).toFixed(6),
    estimate: BatchEstimate.parse(row.estimate),
    window: presentWindow(windowOf(row)),
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
  }
}

const perMinute = (perSecond: number) => Math.round(perSecond * 60 * 10) / 10

/** What holds up what is left, and why where the row does not say. */
interface Hold {
  waits_for: QualificationBatch['waits_for']
  note: string | null
}

const NO_HOLD: Hold = { waits_for: null, note: null }

async function holdOf(tx: TenantTx, row: BatchRow, now: Date): Promise<Hold> {
  if (row.status === 'paused') return { ...NO_HOLD, waits_for: PausedFor.parse(row.paused_for) }
  const switches = await readAgentSwitches(tx)
  // Before the hours: they come by themselves, a switch does not.
  if (!switches.isOn(row.agent_type, false))
    return {
      waits_for: 'agent',
      note: switches.areAllOff
        ? 'All agents are off. They are switched on in the console: Settings, Agents.'
        : 'The agent Lead qualification is off. It is switched on in the console: Settings, Agents.',
    }
  return { ...NO_HOLD, waits_for: isOpenAt(row, now) ? null : 'window' }
}

async function endOf(tx: TenantTx, row: BatchRow, items: number, now: Date): Promise<Date | null> {
  const rate = row.items_per_second
  if (row.status !== 'running' || !rate || items <= 0) return null
  const hours = hoursOf(row)
  const stretches = hours && (await nextStretches(tx, hours, now, DAYS_AHEAD))
  return expectedEnd(now, items / rate, stretches)
}
