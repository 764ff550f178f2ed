/** When a batch may work: the organization's hours, with what was asked for in their place. */
import { BatchHours, type BatchWindow, DEFAULT_BATCH_HOURS } from '@insa/contracts'
import { type BatchRow, type Hours, hoursOf, type Stretch } from '../../platform/batches/batch.ts'
import { knowsTimeZone, nextStretches } from '../../platform/batches/batches.store.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import { invalid } from '../../platform/http/errors.ts'
import { readSetting, type Setting } from '../../platform/settings/settings.store.ts'

export const BATCH_HOURS: Setting<BatchHours> = {
  name: 'batch_hours',
  schema: BatchHours,
  fallback: DEFAULT_BATCH_HOURS,
}

/** Hours come again within a week; where the clocks leave them out, a week later. */
const DAYS_AHEAD = 15

const UNKNOWN_ZONE = 'The database does not know this time zone.'

export interface Window {
  hours: Hours
  /** The stretch that is now or comes next. */
  stretch: Stretch
}

/** @throws AppError 422 for hours that never come. */
export async function resolveWindow(
  tx: TenantTx,
  asked: { [K in keyof BatchHours]?: BatchHours[K] | undefined } | null,
  now: Date,
): Promise<Window | null> {
  if (asked === null) return null
  const own = await readSetting(tx, BATCH_HOURS)
  const hours = {
    time_zone: asked.time_zone ?? own.time_zone,
    from: asked.from ?? own.from,
    to: asked.to ?? own.to,
    days: asked.days ?? own.days,
  }
  if (!(await knowsTimeZone(tx, hours.time_zone)))
    throw invalid([{ path: 'window.time_zone', code: 'unknown', message: UNKNOWN_ZONE }])
  const [stretch] = await nextStretches(tx, hours, now, DAYS_AHEAD)
  if (!stretch)
    throw invalid([{ path: 'window', code: 'never', message: 'These hours never come.' }])
  return { hours, stretch }
}

export const presentWindow = (window: Window | null): BatchWindow | null =>
  window && {
    ...window.hours,
    opens_at: window.stretch.opensAt.toISOString(),
    closes_at: window.stretch.closesAt.toISOString(),
  }

export function windowOf(row: BatchRow): Window | null {
  const hours = hoursOf(row)
  return hours && row.closes_at
    ? { hours, stretch: { opensAt: row.opens_at, closesAt: row.closes_at } }
    : null
}
