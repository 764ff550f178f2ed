/** The only SQL about `projects`, beside what every kind of record shares. */
import type { ProjectListQuery } from '@insa/contracts'
import { sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import type { Cursor } from '../../platform/http/cursor.ts'
import { equal, listRecords, moveToCustomer } from '../../platform/records/records.store.ts'
import { PROJECTS, type ProjectRow } from './project.ts'

export const listProjects = (
  tx: TenantTx,
  { q, sort, limit, cursor: _, ...filters }: ProjectListQuery,
  after: Cursor | null,
): Promise<ProjectRow[]> =>
  listRecords<ProjectRow>(tx, PROJECTS, {
    where: equal('projects', filters),
    q,
    sort,
    limit,
    after,
  })

/** All of one customer's become another's. @returns how many. */
export async function moveProjects(tx: TenantTx, from: string, into: string): Promise<number> {
  const moved = await moveToCustomer(tx, 'projects', from, into)
  await sql`
    update projects set customer_name = c.customer_name from customers c
    where c.id = ${into} and projects.customer_id = c.id`.execute(tx.db)
  return moved
}

/** Words about a customer go; dates, status and costing stay. @returns how many. */
export async function eraseProjects(tx: TenantTx, customerId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update projects set project_name = 'Erased project', notes = null, version = version + 1, updated_at = now()
    where customer_id = ${customerId}`.execute(tx.db)
  return Number(numAffectedRows ?? 0)
}
