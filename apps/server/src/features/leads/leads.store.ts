/** The only SQL about `leads` (scores: lead-scores.store.ts). */
import type { LeadFilter, LeadInput, LeadListQuery, LeadPatch } from '@insa/contracts'
import { type RawBuilder, sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import { type Cursor, invalidCursor } from '../../platform/http/cursor.ts'
import type { LeadRow, ScoreRow } from './lead.ts'
import { LEAD_COLUMNS, SCORE_COLUMNS } from './lead-columns.ts'
import { sortOf } from './lead-sorts.ts'
import { searched } from './search-leads.store.ts'

export interface FoundLead {
  lead: LeadRow
  score: ScoreRow | null
}

export async function insertLead(
  tx: TenantTx,
  id: string,
  input: LeadInput,
  at: Date,
): Promise<LeadRow> {
  return tx.db
    .insertInto('leads')
    .values({ id, ...defined(input), created_at: at, updated_at: at })
    .returning(LEAD_COLUMNS)
    .executeTakeFirstOrThrow()
}

/**
 * With its score, in one statement. @param key our id or the ERPNext name.
 * @param mark what may be done with the statement: `last`, where the caller sends no other.
 */
export async function findLead(
  tx: TenantTx,
  key: string,
  mark: RawBuilder<unknown> = sql``,
): Promise<FoundLead | undefined> {
  const column = sql.ref(isUuid(key) ? 'leads.id' : 'leads.erpnext_name')
  const { rows } = await sql<FoundRow>`${mark}${LEAD_WITH_SCORE} where ${column} = ${key}`.execute(
    tx.db,
  )
  return rows[0] && toFound(rows[0])
}

/** A lead's columns by their names, and its score's behind a prefix; all of these null where there is no score. */
type FoundRow = LeadRow & { [C in keyof ScoreRow as `score_${C}`]: ScoreRow[C] | null }

const columns = (of: 'leads' | 'lead_scores', names: readonly string[], prefix = '') =>
  sql.raw(names.map((name) => `${of}.${name} as ${prefix}${name}`).join(', '))

const LEAD_WITH_SCORE = sql`select ${columns('leads', LEAD_COLUMNS)}, ${columns('lead_scores', SCORE_COLUMNS, 'score_')}
  from leads left join lead_scores on lead_scores.lead_id = leads.id`

function toFound(row: FoundRow): FoundLead {
  const part = (names: readonly string[], prefix: string) =>
    Object.fromEntries(names.map((name) => [name, row[`${prefix}${name}` as keyof FoundRow]]))
  return {
    lead: part(LEAD_COLUMNS, '') as unknown as LeadRow,
    score:
      row.score_lead_id === null ? null : (part(SCORE_COLUMNS, 'score_') as unknown as ScoreRow),
  }
}

/** What people call these leads, by their ids. */
export async function findLeadTitles(
  tx: TenantTx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('leads')
    .select(['id', 'company_name', 'lead_name', 'email_id'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((r) => [r.id, r.company_name ?? r.lead_name ?? r.email_id ?? r.id]))
}

/** @param key our id or the ERPNext name. @returns our id. */
export async function findLeadId(tx: TenantTx, key: string): Promise<string | undefined> {
  const column = isUuid(key) ? 'id' : 'erpnext_name'
  const row = await tx.db
    .selectFrom('leads')
    .select('id')
    .where(column, '=', key)
    .executeTakeFirst()
  return row?.id
}

const isUuid = (text: string) =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)

/** Changes the fields sent, if the version is still the one read. @returns undefined when it is not. */
export async function updateLead(
  tx: TenantTx,
  id: string,
  version: number,
  patch: LeadPatch & { status_before_sale?: string },
): Promise<LeadRow | undefined> {
  return tx.db
    .updateTable('leads')
    .set({ ...defined(patch), version: version + 1, updated_at: new Date() })
    .where('id', '=', id)
    .where('version', '=', version)
    .returning(LEAD_COLUMNS)
    .executeTakeFirst()
}

export async function deleteLead(tx: TenantTx, id: string): Promise<boolean> {
  const row = await tx.db
    .deleteFrom('leads')
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * One lead more than asked, so that the caller sees whether a page follows. @param mark as in `findLead`.
 * @throws AppError 422 for the cursor of another sort.
 */
export async function listLeads(
  tx: TenantTx,
  query: LeadListQuery,
  after: Cursor | null,
  mark?: RawBuilder<unknown>,
): Promise<FoundLead[]> {
  const down = query.sort.startsWith('-')
  const direction = down ? 'desc' : 'asc'
  const { sql: order, schema, of } = sortOf(query.sort)
  let q = filteredLeads(tx, query).select(LEAD_COLUMNS)
  const matching = await searched(tx, query.q)
  if (matching) q = q.where(matching)
  if (after) {
    const value = schema.safeParse(after[0])
    if (!value.success) throw invalidCursor()
    const than = sql.raw(down ? '<' : '>')
    q = q.where(sql<boolean>`(${order}, id) ${than} (${of(value.data)}, ${after[1]}::uuid)`)
  }
  const leads = await q
    .orderBy(order, direction)
    .orderBy('id', direction)
    .limit(query.limit + 1)
    .execute()
  const scores = await scoresOf(
    tx,
    leads.map((l) => l.id),
    mark,
  )
  return leads.map((lead) => ({ lead, score: scores.get(lead.id) ?? null }))
}

/** What the filters let through; the words that are searched for are another condition (search-leads.store.ts). */
export function filteredLeads(tx: TenantTx, query: LeadFilter) {
  let q = tx.db.selectFrom('leads')
  if (query.status) q = q.where('status', '=', query.status)
  if (query.qualification_status)
    q = q.where('qualification_status', '=', query.qualification_status)
  if (query.priority) q = q.where('effective_priority', '=', query.priority)
  if (query.recommended_action) q = q.where('effective_action', '=', query.recommended_action)
  if (query.scored) q = q.where('effective_score', query.scored === 'yes' ? 'is not' : 'is', null)
  if (query.needs_review)
    q = q.where('id', 'in', (eb) =>
      eb
        .selectFrom('lead_scores')
        .select('lead_id')
        .where('needs_review', '=', true)
        .where('override', 'is', null),
    )
  if (query.lead_owner) q = q.where('lead_owner', '=', query.lead_owner)
  if (query.source) q = q.where('source', '=', query.source)
  if (query.country) q = q.where('country', '=', query.country)
  if (query.industry) q = q.where('industry', '=', query.industry)
  return q
}

/** The current scores of these leads. */
async function scoresOf(
  tx: TenantTx,
  leadIds: string[],
  mark: RawBuilder<unknown> = sql``,
): Promise<Map<string, ScoreRow>> {
  if (leadIds.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('lead_scores')
    .modifyFront(mark)
    .select(SCORE_COLUMNS)
    .where('lead_id', 'in', leadIds)
    .execute()
  return new Map(rows.map((r) => [r.lead_id, r]))
}

/** Leads with the same e-mail or a similar company, most alike first. */
export async function similarLeads(
  tx: TenantTx,
  lead: Pick<LeadRow, 'id' | 'company_name' | 'email_id'>,
): Promise<(FoundLead & { similarity: number })[]> {
  const { rows } = await sql<{ id: string; similarity: number }>`
    select id, similarity from similar_lead_ids(${lead.company_name}, ${lead.email_id}, ${lead.id}::uuid)`.execute(
    tx.db,
  )
  if (rows.length === 0) return []
  const ids = rows.map((r) => r.id)
  const leads = await tx.db
    .selectFrom('leads')
    .select(LEAD_COLUMNS)
    .where('id', 'in', ids)
    .execute()
  const scores = await scoresOf(tx, ids)
  const similarity = new Map(rows.map((r) => [r.id, Number(r.similarity)]))
  return leads.map((l) => ({
    lead: l,
    score: scores.get(l.id) ?? null,
    similarity: similarity.get(l.id) ?? 0,
  }))
}

/** Fields that were sent; undefined is "not sent", null is "cleared". */
function defined<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(input).filter(([, v]) => v !== undefined)) as never
}
