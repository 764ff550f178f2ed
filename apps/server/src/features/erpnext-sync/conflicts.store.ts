/** The only SQL about `erpnext_conflicts`. */
import type { ConflictListQuery } from '@insa/contracts'
import { type Selectable, sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { TenantTx } from '../../platform/database/database.ts'
import { jsonb } from '../../platform/database/json.ts'
import type { ErpnextConflicts } from '../../platform/database/schema.generated.ts'
import type { FieldConflict } from './reconcile.ts'

export type ConflictRow = Selectable<ErpnextConflicts>

interface About {
  leadId: string
  erpnextName: string
  at: Date
}

/** One that is open already takes on the values as they are now, or ends where a rule decides by now. */
export async function insertFieldConflicts(
  tx: TenantTx,
  about: About,
  conflicts: readonly FieldConflict[],
): Promise<void> {
  const settled = conflicts.filter((c) => c.taken !== null).map((c) => c.field)
  await closeConflicts(tx, about.leadId, 'field', settled, about.at)
  for (const { field, ours, theirs, taken } of conflicts)
    await insert(tx, about, {
      kind: 'field',
      field,
      ours: jsonb<unknown>(ours),
      theirs: jsonb<unknown>(theirs),
      status: taken === null ? 'open' : 'settled',
      taken,
    })
}

export const insertRemoved = (tx: TenantTx, about: About): Promise<void> =>
  insert(tx, about, {
    kind: 'removed',
    field: '',
    ours: null,
    theirs: null,
    status: 'open',
    taken: null,
  })

async function insert(
  tx: TenantTx,
  { leadId, erpnextName, at }: About,
  values: {
    kind: 'field' | 'removed'
    field: string
    ours: ReturnType<typeof jsonb<unknown>> | null
    theirs: ReturnType<typeof jsonb<unknown>> | null
    status: 'open' | 'settled'
    taken: 'ours' | 'theirs' | null
  },
): Promise<void> {
  const { ours, theirs } = values
  await tx.db
    .insertInto('erpnext_conflicts')
    .values({ id: uuidv7(), lead_id: leadId, erpnext_name: erpnextName, found_at: at, ...values })
    .onConflict((c) =>
      c
        .columns(['lead_id', 'kind', 'field'])
        // A literal: a kept plan does not know a parameter's value, and would find no index for it.
        .where('status', '=', sql.lit('open'))
        .doUpdateSet({ ours, theirs }),
    )
    .execute()
}

/** Both sides have come to the same by themselves, or the lead is back. */
export async function closeConflicts(
  tx: TenantTx,
  leadId: string,
  kind: 'field' | 'removed',
  fields: readonly string[],
  at: Date,
): Promise<void> {
  if (fields.length === 0) return
  await tx.db
    .updateTable('erpnext_conflicts')
    .set({ status: 'resolved', resolved_at: at, resolved_by: 'system:erpnext' })
    .where('lead_id', '=', leadId)
    .where('kind', '=', kind)
    .where('field', 'in', [...fields])
    .where('status', '=', 'open')
    .execute()
}

/** Of leads that are in no site any more. */
export async function closeAllConflicts(tx: TenantTx, end: { by: string; at: Date }) {
  await tx.db
    .updateTable('erpnext_conflicts')
    .set({ status: 'resolved', resolved_at: end.at, resolved_by: end.by })
    .where('status', '<>', 'resolved')
    .execute()
}

export const findConflict = (tx: TenantTx, id: string): Promise<ConflictRow | undefined> =>
  tx.db.selectFrom('erpnext_conflicts').selectAll().where('id', '=', id).executeTakeFirst()

/** Until the transaction ends nobody else changes it. Its lead is locked before it. */
export const lockConflict = (tx: TenantTx, id: string): Promise<ConflictRow | undefined> =>
  tx.db
    .selectFrom('erpnext_conflicts')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

export async function settleConflict(
  tx: TenantTx,
  id: string,
  end: { taken: 'ours' | 'theirs'; by: string; at: Date },
): Promise<void> {
  await tx.db
    .updateTable('erpnext_conflicts')
    .set({ status: 'resolved', taken: end.taken, resolved_by: end.by, resolved_at: end.at })
    .where('id', '=', id)
    .execute()
}

/** Newest first; one more than asked. */
export function listConflicts(
  tx: TenantTx,
  query: ConflictListQuery,
  afterId: string | null,
): Promise<ConflictRow[]> {
  let q = tx.db.selectFrom('erpnext_conflicts').selectAll()
  if (query.status) q = q.where('status', '=', query.status)
  if (query.lead_id) q = q.where('lead_id', '=', query.lead_id)
  if (afterId) q = q.where('id', '<', afterId)
  return q
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute()
}

export async function countOpenConflicts(tx: TenantTx): Promise<number> {
  const row = await tx.db
    .selectFrom('erpnext_conflicts')
    .select(sql<string>`count(*)`.as('count'))
    .where('status', '=', 'open')
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
