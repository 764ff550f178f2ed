/** The only SQL about `opportunities` and the stages that they went through (the pipeline's sums: pipeline.store.ts). */
import type { OpportunityListQuery } from '@insa/contracts'
import { type RawBuilder, sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { TenantTx } from '../../platform/database/database.ts'
import type { Cursor } from '../../platform/http/cursor.ts'
import { notFound } from '../../platform/http/errors.ts'
import {
  equal,
  findRecord,
  listRecords,
  moveToCustomer,
} from '../../platform/records/records.store.ts'
import { OPPORTUNITIES, type OpportunityRow, type StageChangeRow } from './opportunity.ts'

/** Nobody else changes it until the transaction has ended. @throws AppError 404. */
export async function lockOpportunity(tx: TenantTx, key: string): Promise<OpportunityRow> {
  const row = await findRecord<OpportunityRow>(tx, OPPORTUNITIES, key, { lock: true })
  if (!row) throw notFound('opportunity', key)
  return row
}

const IS_OPEN = sql<boolean>`opportunities.status in ('Open', 'Quotation', 'Replied')`

/** What a list and the pipeline are both narrowed by. */
export const pipelineFilters = ({
  opportunity_owner,
  currency,
  closing_until,
}: Pick<
  OpportunityListQuery,
  'opportunity_owner' | 'currency' | 'closing_until'
>): RawBuilder<boolean>[] => [
  ...equal('opportunities', { opportunity_owner, currency }),
  ...(closing_until
    ? [sql<boolean>`opportunities.expected_closing <= ${closing_until}::date`]
    : []),
]

export const listOpportunities = (
  tx: TenantTx,
  query: OpportunityListQuery,
  after: Cursor | null,
): Promise<OpportunityRow[]> => {
  const { q, sort, limit, open, status, sales_stage, lead_id, customer_id } = query
  const openness = open === 'yes' ? IS_OPEN : sql<boolean>`not ${IS_OPEN}`
  return listRecords<OpportunityRow>(tx, OPPORTUNITIES, {
    where: [
      ...(open ? [openness] : []),
      ...pipelineFilters(query),
      ...equal('opportunities', { status, sales_stage, lead_id, customer_id }),
    ],
    q,
    sort,
    limit,
    after,
  })
}

/** The one that this lead was converted to, unless it was lost. */
export async function findConversion(
  tx: TenantTx,
  leadId: string,
): Promise<OpportunityRow | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from opportunities where lead_id = ${leadId} and is_conversion and status <> 'Lost'`.execute(
    tx.db,
  )
  return rows[0] && findRecord<OpportunityRow>(tx, OPPORTUNITIES, rows[0].id)
}

/** Whether a lead has an opportunity that is not lost: its status follows from that. */
export async function hasLiveOpportunity(tx: TenantTx, leadId: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select 1 from opportunities where lead_id = ${leadId} and status <> 'Lost') as there`.execute(
    tx.db,
  )
  return rows[0]?.there ?? false
}

/** What is the lead's is its customer's from now on. */
export async function giveToCustomer(
  tx: TenantTx,
  leadId: string,
  customer: { id: string; customer_name: string },
): Promise<void> {
  await sql`
    update opportunities set customer_id = ${customer.id}, customer_name = ${customer.customer_name}
    where lead_id = ${leadId} and customer_id is null`.execute(tx.db)
}

export interface NewStageChange {
  opportunityId: string
  from: { sales_stage: string; status: string; stage_since: Date } | null
  to: { sales_stage: string; status: string }
  by: string
  at: Date
}

export async function insertStageChange(
  tx: TenantTx,
  { opportunityId, from, to, by, at }: NewStageChange,
): Promise<void> {
  const seconds = from ? Math.round((at.getTime() - from.stage_since.getTime()) / 1000) : null
  await tx.db
    .insertInto('opportunity_stage_changes')
    .values({
      id: uuidv7({ msecs: at.getTime() }),
      opportunity_id: opportunityId,
      from_stage: from?.sales_stage ?? null,
      to_stage: to.sales_stage,
      from_status: from?.status ?? null,
      to_status: to.status,
      changed_by: by,
      changed_at: at,
      seconds_in_stage: seconds === null ? null : Math.max(0, seconds),
    })
    .execute()
}

/** More stage changes than any opportunity has. */
const MOST_STAGE_CHANGES = 500

/** Newest first. */
export const listStageChanges = (tx: TenantTx, opportunityId: string): Promise<StageChangeRow[]> =>
  tx.db
    .selectFrom('opportunity_stage_changes')
    .selectAll()
    .where('opportunity_id', '=', opportunityId)
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_STAGE_CHANGES)
    .execute()

/** Which of these stages open opportunities stand in. */
export async function stagesInUse(tx: TenantTx, stages: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ sales_stage: string }>`
    select distinct sales_stage from opportunities
    where ${IS_OPEN} and sales_stage = any(${[...stages]}::text[]) order by 1`.execute(tx.db)
  return rows.map((r) => r.sales_stage)
}

/** A renamed stage's opportunities and their history come along. */
export async function renameStage(tx: TenantTx, was: string, name: string): Promise<void> {
  await sql`update opportunities set sales_stage = ${name} where sales_stage = ${was}`.execute(
    tx.db,
  )
  await sql`
    update opportunity_stage_changes set
      from_stage = case from_stage when ${was} then ${name} else from_stage end,
      to_stage = case to_stage when ${was} then ${name} else to_stage end
    where from_stage = ${was} or to_stage = ${was}`.execute(tx.db)
}

/** Open opportunities that have their stage's probability follow it. */
export async function applyProbability(
  tx: TenantTx,
  stage: string,
  probability: number,
): Promise<void> {
  await sql`
    update opportunities set probability = ${probability}
    where sales_stage = ${stage} and not probability_is_own and ${IS_OPEN}`.execute(tx.db)
}

/** How many are open, by the ids of these customers. */
export async function countOpenOpportunities(
  tx: TenantTx,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (customerIds.length === 0) return new Map()
  const { rows } = await sql<{ customer_id: string; n: number }>`
    select customer_id, count(*)::int as n from opportunities
    where customer_id = any(${[...customerIds]}::uuid[]) and ${IS_OPEN} group by 1`.execute(tx.db)
  return new Map(rows.map((r) => [r.customer_id, r.n]))
}

/** Whose it is; undefined: nobody's yet. */
export const findCustomerOfOpportunity = async (
  tx: TenantTx,
  id: string,
): Promise<string | undefined> =>
  (await findRecord<OpportunityRow>(tx, OPPORTUNITIES, id))?.customer_id ?? undefined

/** All of one customer's become another's. @returns how many. */
export async function moveOpportunities(tx: TenantTx, from: string, into: string): Promise<number> {
  const moved = await moveToCustomer(tx, 'opportunities', from, into)
  await sql`
    update opportunities set customer_name = c.customer_name from customers c
    where c.id = ${into} and opportunities.customer_id = c.id`.execute(tx.db)
  return moved
}

/** Words about a customer go; amounts, stages and fates stay. @returns how many. */
export async function eraseOpportunities(tx: TenantTx, customerId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update opportunities set title = 'Erased opportunity', order_lost_reason = null, won_reason = null,
      competitors = '{}', source = null, version = version + 1, updated_at = now()
    where customer_id = ${customerId}`.execute(tx.db)
  return Number(numAffectedRows ?? 0)
}
