/** What ERPNext calls a record of ours. */
import { sql } from 'kysely'
import type { TenantTx } from '../database/database.ts'
import type { RecordTable } from './record-kind.ts'

/** The tables by ERPNext's DocTypes; activities are several DocTypes there. */
const TABLES: Readonly<Record<string, RecordTable | 'leads'>> = {
  Lead: 'leads',
  Customer: 'customers',
  Contact: 'contacts',
  Address: 'addresses',
  Opportunity: 'opportunities',
  Project: 'projects',
}

/** @returns null where the record is not in ERPNext, or not here. */
export async function findErpnextName(
  tx: TenantTx,
  doctype: string,
  id: string,
): Promise<string | null> {
  const table = TABLES[doctype]
  if (table === undefined) return null
  const { rows } = await sql<{ erpnext_name: string | null }>`
    select erpnext_name from ${sql.table(table)} where id = ${id}`.execute(tx.db)
  return rows[0]?.erpnext_name ?? null
}
