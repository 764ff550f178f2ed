/** Puts deals of the past in place, once, as if each had been made of its lead and moved since. */
import { DEFAULT_SALES_PROCESS } from '@insa/contracts'
import { sql } from 'kysely'
import type { Database, TenantTx } from '../../platform/database/database.ts'
import type { RecordKind } from '../../platform/records/record-kind.ts'
import { insertRecord, type Values } from '../../platform/records/records.store.ts'
import { insertStageChange, listOpportunities } from './opportunities.store.ts'
import type { LeadForSale } from './opportunities-deps.ts'
import { OPPORTUNITIES, type OpportunityRow } from './opportunity.ts'
import { probabilityOf } from './sales-process.ts'

const DEMO = 'system:demo'

export interface DatedDeal {
  leadEmail: string
  /** Columns of the opportunity. */
  opportunity: Values & { title: string; currency: string; opportunity_amount: string }
  /** Where it stood since when, the first one first. */
  stages: { stage: string; at: Date }[]
  /** Columns of a decided opportunity. */
  outcome: { at: Date; status: 'Converted' | 'Lost'; values: Values } | null
  contacts: Values[]
  address: Values | null
  project: Values | null
  activities: { about: 'lead' | 'opportunity' | 'customer' | 'project'; at: Date; values: Values }[]
}

export interface DemoDealsDeps {
  database: Database
  kinds: Record<'customers' | 'contacts' | 'addresses' | 'projects' | 'activities', RecordKind>
  findLead(tx: TenantTx, email: string): Promise<LeadForSale | undefined>
  moveLead(tx: TenantTx, id: string, status: string, customerId: string | null): Promise<void>
}

export function insertDemoDeals(
  deps: DemoDealsDeps,
  organizationId: string,
  deals: readonly DatedDeal[],
): Promise<void> {
  return deps.database.tenant(organizationId, async (tx) => {
    // A start that was cut off may have loaded them; of two at once one waits for the other.
    await sql`select pg_advisory_xact_lock(hashtext('demo deals'))`.execute(tx.db)
    const there = await listOpportunities(tx, { limit: 1, sort: 'created_at' }, null)
    if (there.length > 0) return
    for (const deal of deals) {
      const lead = await deps.findLead(tx, deal.leadEmail)
      if (lead) await insertDeal(deps, tx, lead, deal)
    }
  })
}

async function insertDeal(
  deps: DemoDealsDeps,
  tx: TenantTx,
  lead: LeadForSale,
  deal: DatedDeal,
): Promise<void> {
  const party = lead.company_name ?? lead.lead_name ?? lead.email_id
  const opportunity = await insertOpportunity(tx, lead, party, deal)
  const { outcome } = deal
  const isWon = outcome?.status === 'Converted'
  const customerId = isWon
    ? await insertCustomer(deps, tx, lead, { deal, opportunity, at: outcome.at })
    : null
  await deps.moveLead(tx, lead.id, isWon ? 'Converted' : 'Opportunity', customerId)
  const project =
    deal.project &&
    (await insertRecord(tx, deps.kinds.projects, {
      ...deal.project,
      currency: opportunity.currency,
      customer_id: customerId,
      customer_name: party,
      opportunity_id: opportunity.id,
    }))
  const about: Record<DatedDeal['activities'][number]['about'], Values> = {
    lead: { lead_id: lead.id },
    opportunity: { opportunity_id: opportunity.id },
    customer: { customer_id: customerId },
    project: { project_id: project?.id },
  }
  for (const activity of deal.activities) {
    await insertRecord(tx, deps.kinds.activities, {
      ...activity.values,
      ...about[activity.about],
      created_by: opportunity.opportunity_owner ? `user:${opportunity.opportunity_owner}` : DEMO,
      created_at: activity.at,
      updated_at: activity.at,
    })
  }
}

async function insertOpportunity(
  tx: TenantTx,
  lead: LeadForSale,
  party: string | null,
  { opportunity, stages, outcome }: DatedDeal,
): Promise<OpportunityRow> {
  const [first] = stages
  const last = stages.at(-1)
  if (!first || !last) throw new Error('A deal begins in some stage.')
  const row = await insertRecord<OpportunityRow>(tx, OPPORTUNITIES, {
    opportunity_type: 'Sales',
    source: lead.source,
    probability: probabilityOf(DEFAULT_SALES_PROCESS, last.stage),
    ...opportunity,
    opportunity_from: 'Lead',
    lead_id: lead.id,
    customer_name: party,
    sales_stage: last.stage,
    stage_since: last.at,
    transaction_date: first.at.toISOString().slice(0, 10),
    is_conversion: true,
    created_at: first.at,
    updated_at: outcome?.at ?? last.at,
    ...(outcome ? { status: outcome.status, closed_at: outcome.at, ...outcome.values } : {}),
  })
  await insertStages(tx, row, { stages, outcome })
  return row
}

async function insertStages(
  tx: TenantTx,
  { id, opportunity_owner }: OpportunityRow,
  { stages, outcome }: Pick<DatedDeal, 'stages' | 'outcome'>,
): Promise<void> {
  const by = opportunity_owner ? `user:${opportunity_owner}` : DEMO
  const moves = [
    ...stages.map(({ stage, at }) => ({ sales_stage: stage, status: 'Open', at })),
    ...(outcome
      ? [{ sales_stage: stages.at(-1)?.stage ?? '', status: outcome.status, at: outcome.at }]
      : []),
  ]
  for (const [i, { at, ...to }] of moves.entries()) {
    const former = moves[i - 1]
    const from = former ? { ...former, stage_since: former.at } : null
    await insertStageChange(tx, { opportunityId: id, from, to, by, at })
  }
}

async function insertCustomer(
  { kinds }: DemoDealsDeps,
  tx: TenantTx,
  lead: LeadForSale,
  won: { deal: DatedDeal; opportunity: OpportunityRow; at: Date },
): Promise<string> {
  const times = { created_at: won.at, updated_at: won.at }
  const { id } = await insertRecord(tx, kinds.customers, {
    customer_name: won.opportunity.customer_name,
    customer_type: 'Company',
    customer_group: 'Commercial',
    territory: lead.country,
    industry: lead.industry,
    website: lead.website,
    default_currency: won.opportunity.currency,
    email_id: lead.email_id,
    mobile_no: lead.phone,
    account_manager: won.opportunity.opportunity_owner,
    lead_id: lead.id,
    opportunity_id: won.opportunity.id,
    ...times,
  })
  const [first = '', ...rest] = (lead.lead_name ?? '').split(' ')
  const person = {
    first_name: first,
    last_name: rest.join(' ') || null,
    designation: lead.job_title,
    email_id: lead.email_id,
    phone: lead.phone,
    is_primary_contact: true,
    status: 'Replied',
    lead_id: lead.id,
  }
  const company_name = won.opportunity.customer_name
  for (const contact of [person, ...won.deal.contacts]) {
    await insertRecord(tx, kinds.contacts, { ...contact, company_name, customer_id: id, ...times })
  }
  if (won.deal.address) {
    await insertRecord(tx, kinds.addresses, { ...won.deal.address, customer_id: id, ...times })
  }
  await sql`update opportunities set customer_id = ${id} where id = ${won.opportunity.id}`.execute(
    tx.db,
  )
  return id
}
