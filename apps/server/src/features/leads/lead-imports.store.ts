/** The only SQL about `lead_import_files` and `lead_import_rows`, and the one statement that turns rows into leads. */
import type { LeadInput } from '@insa/contracts'
import { sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import { jsonb } from '../../platform/database/json.ts'

export interface StagedRow {
  row_number: number
  lead_id: string
  lead: LeadInput
}

export async function keepUpload(
  tx: TenantTx,
  executionId: string,
  rows: LeadInput[],
): Promise<void> {
  await tx.db
    .insertInto('lead_import_files')
    .values({ execution_id: executionId, format: 'json', content: JSON.stringify(rows) })
    .execute()
}

/** @returns the rows of the upload, checked when they came. */
export async function readUpload(tx: TenantTx, executionId: string): Promise<LeadInput[]> {
  const row = await tx.db
    .selectFrom('lead_import_files')
    .select('content')
    .where('execution_id', '=', executionId)
    .executeTakeFirstOrThrow()
  return JSON.parse(row.content) as LeadInput[]
}

export async function stageRows(
  tx: TenantTx,
  executionId: string,
  rows: StagedRow[],
): Promise<void> {
  await tx.db
    .insertInto('lead_import_rows')
    .values(
      rows.map((r) => ({
        execution_id: executionId,
        row_number: r.row_number,
        lead_id: r.lead_id,
        lead: jsonb<unknown>(r.lead),
      })),
    )
    .onConflict((c) => c.columns(['execution_id', 'row_number']).doNothing())
    .execute()
}

/** All staged rows become leads in one statement, in the order of the file. @returns their ids. */
export async function promoteRows(tx: TenantTx, executionId: string, at: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into leads (id, lead_name, company_name, job_title, email_id, phone, website, city, country, industry,
      no_of_employees, annual_revenue, source, message, language, lead_owner, status, qualification_status, created_at, updated_at)
    select r.lead_id, l.lead_name, l.company_name, l.job_title, l.email_id, l.phone, l.website, l.city, l.country, l.industry,
      l.no_of_employees, l.annual_revenue, l.source, l.message, l.language, l.lead_owner, coalesce(l.status, 'Lead'),
      coalesce(l.qualification_status, 'Unqualified'), ${at}, ${at}
    from lead_import_rows r,
      jsonb_to_record(r.lead) as l(lead_name text, company_name text, job_title text, email_id text, phone text, website text,
        city text, country text, industry text, no_of_employees text, annual_revenue numeric, source text, message text,
        language text, lead_owner text, status text, qualification_status text)
    where r.execution_id = ${executionId}::uuid
    order by r.row_number
    returning id`.execute(tx.db)
  await tx.db.deleteFrom('lead_import_rows').where('execution_id', '=', executionId).execute()
  await tx.db.deleteFrom('lead_import_files').where('execution_id', '=', executionId).execute()
  return rows.map((r) => r.id)
}

/**
 * The import of the very same rows that is unfinished, or was cut off by the death of its process and went on by itself
 * within the last day: who sends the file again after a crash means that one.
 */
export async function findInterruptedImport(
  tx: TenantTx,
  sha256: string,
): Promise<string | undefined> {
  const row = await tx.db
    .selectFrom('agent_executions')
    .select('id')
    .where('agent_type', '=', 'lead_import')
    .where((e) =>
      e.or([
        e('status', 'in', ['queued', 'running']),
        e.and([
          e('status', '=', 'succeeded'),
          e('attempts', '>', 1),
          e('finished_at', '>', sql<Date>`now() - interval '1 day'`),
        ]),
      ]),
    )
    .where(sql<string>`input_data->>'sha256'`, '=', sha256)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row?.id
}
