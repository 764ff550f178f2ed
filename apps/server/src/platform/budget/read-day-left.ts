import { Decimal } from 'decimal.js'
import type { Database, TenantTx } from '../database/database.ts'
import { readSetting } from '../settings/settings.store.ts'
import { readBudget } from './budget-counters.store.ts'
import { utcDay } from './budget-keys.ts'
import { BUDGETS } from './budget-settings.ts'

export interface DayLeft {
  organizationId: string
  /** US dollars that models may still cost today (UTC), what running calls hold back taken off. */
  leftUsd: number
}

/** Of every organization that has set itself a limit for the day. */
export async function readDaysLeft(database: Database): Promise<DayLeft[]> {
  const organizations = await database.identity((tx) =>
    tx.db.selectFrom('organizations').select('id').execute(),
  )
  const days: DayLeft[] = []
  for (const { id } of organizations) {
    const left = await database.tenant(id, readDayLeft)
    // For a graph, not for a decision: those are made on decimals.
    if (left !== null) days.push({ organizationId: id, leftUsd: left.toNumber() })
  }
  return days
}

/** Of one organization, below zero where a limit was lowered since; null without a limit. US dollars. */
export async function readDayLeft(tx: TenantTx): Promise<Decimal | null> {
  const { day } = await readSetting(tx, BUDGETS)
  if (day.limit_usd === null) return null
  const { reserved, spent, allowed } = await readBudget(tx, {
    scope: 'day',
    key: utcDay(new Date()),
  })
  return new Decimal(day.limit_usd).plus(allowed).minus(spent).minus(reserved)
}
