/** The only SQL about `budget_counters`: what is held back and what is spent, each change one statement. */
import { sql } from 'kysely'
import type { TenantTx } from '../database/database.ts'

export type BudgetScope = 'run' | 'lead' | 'customer' | 'day'

export interface BudgetKey {
  scope: BudgetScope
  /** The id, or for a day its UTC date. */
  key: string
}

export interface BudgetState {
  /** US dollars, as decimal strings. */
  reserved: string
  spent: string
  /** What a person has allowed on top of the limit. */
  allowed: string
}

/**
 * Holds an amount back if it fits. Whoever comes second waits for the first one's transaction, and is measured by what that
 * one left.
 * @param limit US dollars; null for none.
 * @returns whether it fits.
 */
export async function holdBack(
  tx: TenantTx,
  { scope, key }: BudgetKey,
  amountUsd: string,
  limit: string | null,
): Promise<boolean> {
  const amount = sql`${amountUsd}::numeric`
  const cap = sql`coalesce(${limit}::numeric, 'infinity')`
  const { rows } = await sql`
    insert into budget_counters as c (scope, key, reserved_usd)
    select ${scope}, ${key}, ${amount}
    where ${amount} <= ${cap} + coalesce((
      select allowed_usd from budget_counters
      where organization_id = current_organization_id() and scope = ${scope} and key = ${key}), 0)
    on conflict (organization_id, scope, key) do update set reserved_usd = c.reserved_usd + excluded.reserved_usd
    where c.spent_usd + c.reserved_usd + excluded.reserved_usd <= ${cap} + c.allowed_usd
    returning 1 as held`.execute(tx.db)
  return rows.length > 0
}

/** Frees what was held back, and books what was spent. */
export async function bookSpent(
  tx: TenantTx,
  { scope, key }: BudgetKey,
  freedUsd: string,
  spentUsd: string,
): Promise<void> {
  await sql`
    update budget_counters set reserved_usd = reserved_usd - ${freedUsd}::numeric, spent_usd = spent_usd + ${spentUsd}::numeric
    where organization_id = current_organization_id() and scope = ${scope} and key = ${key}`.execute(
    tx.db,
  )
}

/** What a person allows a run, a day or a deal beyond its limit. */
export async function allowMore(
  tx: TenantTx,
  { scope, key }: BudgetKey,
  amountUsd: string,
): Promise<void> {
  await sql`
    insert into budget_counters as c (scope, key, allowed_usd) values (${scope}, ${key}, ${amountUsd}::numeric)
    on conflict (organization_id, scope, key) do update set allowed_usd = c.allowed_usd + excluded.allowed_usd`.execute(
    tx.db,
  )
}

export async function readBudget(tx: TenantTx, { scope, key }: BudgetKey): Promise<BudgetState> {
  const row = await tx.db
    .selectFrom('budget_counters')
    .select(['reserved_usd', 'spent_usd', 'allowed_usd'])
    .where('scope', '=', scope)
    .where('key', '=', key)
    .executeTakeFirst()
  return {
    reserved: row?.reserved_usd ?? '0',
    spent: row?.spent_usd ?? '0',
    allowed: row?.allowed_usd ?? '0',
  }
}
