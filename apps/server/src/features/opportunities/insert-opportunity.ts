/** A new opportunity of a lead or a customer, with the first line of its history. */
import type { LeadConversion } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import { noteDeed } from '../../platform/records/note-deed.ts'
import type { Call } from '../../platform/records/record-kind.ts'
import { checkReferences, insertRecord } from '../../platform/records/records.store.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import type { LeadForSale, OpportunitiesDeps } from './opportunities-deps.ts'
import { OPPORTUNITIES, type OpportunityRow } from './opportunity.ts'
import { probabilityOf, SALES_PROCESS } from './sales-process.ts'
import { noteStage, opportunityDeed } from './stage-deed.ts'

/** Where nobody says otherwise. */
const DEFAULT_CURRENCY = 'USD'

export interface NewOpportunity {
  input: LeadConversion
  lead?: LeadForSale | undefined
  customer?: { id: string; customer_name: string } | undefined
  isConversion?: boolean
}

/** A lead's first one makes it an opportunity too, as in ERPNext. */
export async function insertOpportunity(
  deps: OpportunitiesDeps,
  tx: TenantTx,
  call: Call,
  { input, lead, customer, isConversion = false }: NewOpportunity,
): Promise<OpportunityRow> {
  await checkReferences(tx, { contact_id: ['contacts', input.contact_id] })
  const process = await readSetting(tx, SALES_PROCESS)
  const { probability: own = null, sales_stage, ...fields } = input
  const stage = sales_stage ?? process.stages[0]?.name ?? ''
  const ofStage = probabilityOf(process, stage)
  const party = customer?.customer_name ?? lead?.company_name ?? lead?.lead_name ?? lead?.email_id
  const now = new Date()
  const row = await insertRecord<OpportunityRow>(tx, OPPORTUNITIES, {
    source: lead?.source,
    opportunity_owner: lead?.lead_owner,
    opportunity_type: 'Sales',
    currency: DEFAULT_CURRENCY,
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    title: input.title ?? party,
    opportunity_from: lead ? 'Lead' : 'Customer',
    lead_id: lead?.id,
    customer_id: customer?.id,
    customer_name: party,
    sales_stage: stage,
    probability: own ?? ofStage,
    probability_is_own: own !== null,
    transaction_date: now.toISOString().slice(0, 10),
    is_conversion: isConversion,
    stage_since: now,
    created_at: now,
    updated_at: now,
  })
  await noteDeed(deps, tx, call, opportunityDeed('created', row))
  await noteStage(deps, tx, call, null, row)
  if (lead) await deps.leads.follow(tx, call, lead, { hasOpportunity: true })
  return row
}
