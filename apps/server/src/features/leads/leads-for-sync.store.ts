/** The SQL about `leads` that the exchange with ERPNext needs: many at once, by their ids. */
import type { SyncedField } from '@insa/contracts'
import { sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import { LEAD_QUALIFICATION } from './request-qualification.ts'

type Value = string | number | null

export interface ArrivedLead {
  id: string
  erpnextName: string
  fields: Record<SyncedField, Value>
  language: string | null
  createdAt: Date
}

/** @param at when they came to us. */
export async function insertArrivedLeads(
  tx: TenantTx,
  leads: readonly ArrivedLead[],
  at: Date,
): Promise<void> {
  if (leads.length === 0) return
  await tx.db
    .insertInto('leads')
    .values(
      leads.map(({ id, erpnextName, fields, language, createdAt }) => ({
        ...typed(fields),
        status: String(fields.status ?? 'Lead'),
        qualification_status: String(fields.qualification_status ?? 'Unqualified'),
        id,
        erpnext_name: erpnextName,
        language,
        created_at: createdAt,
        updated_at: at,
      })),
    )
    .execute()
}

/** Keeps them as they are until the transaction ends. */
export const lockLeads = (tx: TenantTx, ids: readonly string[]) =>
  tx.db
    .selectFrom('leads')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute()

/** A new version of the lead: whoever edits it hears that it was changed. */
export async function changeLeadFields(
  tx: TenantTx,
  id: string,
  fields: Partial<Record<SyncedField, Value>> & { language?: string | null },
  at: Date,
): Promise<void> {
  await tx.db
    .updateTable('leads')
    .set({
      ...(typed(fields) as Record<string, never>),
      version: sql<number>`version + 1`,
      updated_at: at,
    })
    .where('id', '=', id)
    .execute()
}

/** @param name null: ERPNext has it no more. */
export async function nameLead(tx: TenantTx, id: string, name: string | null): Promise<void> {
  await tx.db.updateTable('leads').set({ erpnext_name: name }).where('id', '=', id).execute()
}

/** @returns our ids, by what ERPNext calls them. */
export async function findIdsByName(
  tx: TenantTx,
  names: readonly string[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('leads')
    .select(['id', 'erpnext_name'])
    .where('erpnext_name', 'in', [...names])
    .execute()
  return new Map(rows.map((r) => [String(r.erpnext_name), r.id]))
}

/** Qualifications opened for arrivals that have not ended. */
export async function countOpenQualifications(tx: TenantTx, triggeredBy: string): Promise<number> {
  const row = await tx.db
    .selectFrom('agent_executions')
    .select((e) => e.fn.countAll().as('count'))
    .where('agent_type', '=', LEAD_QUALIFICATION)
    .where('status', 'in', ['queued', 'running', 'waiting_approval'])
    .where('triggered_by', '=', triggeredBy)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

const typed = (fields: Partial<Record<SyncedField, Value>> & { language?: string | null }) =>
  fields as {
    [K in SyncedField]?: string | null
  }

/** None is known by any name in ERPNext: it is another site now. */
export async function forgetLeadNames(tx: TenantTx): Promise<void> {
  await tx.db
    .updateTable('leads')
    .set({ erpnext_name: null })
    .where('erpnext_name', 'is not', null)
    .execute()
}
