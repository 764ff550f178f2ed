/** The only SQL that is not ours: checked (check-sql.ts), wrapped, planned before it runs. */
import { sql } from 'kysely'
import type { SystemTx } from '../../platform/database/database.ts'

/** In parentheses, so that a limit of ours holds whatever its own says; on lines of its own, so that a comment at its end ends. */
export const wrapReport = (statement: string, rows: number): string =>
  `select * from (\n${statement}\n) as report limit ${rows}`

/** What the planner says of it. Cost in its own unit (a page read in order is 1). */
export async function planReport(
  { db }: SystemTx,
  wrapped: string,
): Promise<{ cost: number; columns: number }> {
  const { rows } = await sql
    .raw<{ 'QUERY PLAN': unknown }>(`explain (verbose, format json) ${wrapped}`)
    .execute(db)
  const answered = rows[0]?.['QUERY PLAN']
  const plan = typeof answered === 'string' ? JSON.parse(answered) : answered
  const top = (plan as { Plan?: { 'Total Cost'?: number; Output?: unknown[] } }[] | undefined)?.[0]
    ?.Plan
  const cost = top?.['Total Cost']
  if (typeof cost !== 'number') throw new Error('PostgreSQL answered no plan.')
  return { cost, columns: top?.Output?.length ?? 0 }
}

export const runReport = async (
  { db }: SystemTx,
  wrapped: string,
): Promise<Record<string, unknown>[]> =>
  (await sql.raw<Record<string, unknown>>(wrapped).execute(db)).rows

/** Whether the statement left role, tenant and read-only mode as they were. */
export async function isStillBound({ db }: SystemTx, organizationId: string): Promise<boolean> {
  const { rows } = await sql<{ bound: boolean }>`
    select current_user = 'insa_reporter' and current_setting('transaction_read_only') = 'on'
      and current_setting('app.organization_id') = ${organizationId} as bound`.execute(db)
  return rows[0]?.bound === true
}
