/** An opportunity is won, lost, or opened again. Won, its lead becomes a customer. */
import type { Opportunity, OpportunityLost, OpportunityWon } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import { conflict, invalid, notFound, stale } from '../../platform/http/errors.ts'
import { refuseStale } from '../../platform/records/etag.ts'
import type { Call } from '../../platform/records/record-kind.ts'
import { findRecord, updateRecord, type Values } from '../../platform/records/records.store.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import {
  findConversion,
  giveToCustomer,
  hasLiveOpportunity,
  lockOpportunity,
} from './opportunities.store.ts'
import type { LeadForSale, OpportunitiesDeps } from './opportunities-deps.ts'
import { OPPORTUNITIES, type OpportunityRow, presentOpportunity } from './opportunity.ts'
import { SALES_PROCESS } from './sales-process.ts'
import { noteStage } from './stage-deed.ts'

type Decision = (
  tx: TenantTx,
  found: OpportunityRow,
  lead: LeadForSale | undefined,
) => Promise<Values | null>

/**
 * The lead is locked before its opportunities, by everybody: two that are won at once would wait for each other otherwise.
 * @param decide null: it stands as it is wanted already.
 */
const decideOpportunity = (
  deps: OpportunitiesDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
  decide: Decision,
): Promise<Opportunity> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const read = await findRecord<OpportunityRow>(tx, OPPORTUNITIES, key)
    if (!read) throw notFound('opportunity', key)
    const lead = read.lead_id ? await deps.leads.lock(tx, read.lead_id) : undefined
    const found = await lockOpportunity(tx, read.id)
    const values = await decide(tx, found, lead)
    if (values === null) return presentOpportunity(found)
    refuseStale(ifMatch, found, 'opportunity')
    const row = await updateRecord<OpportunityRow>(tx, OPPORTUNITIES, found, values)
    if (!row) throw stale('opportunity')
    await noteStage(deps, tx, call, found, row)
    if (lead && row.status !== 'Converted') {
      const hasOpportunity = await hasLiveOpportunity(tx, lead.id)
      await deps.leads.follow(tx, call, lead, { hasOpportunity })
    }
    return presentOpportunity(row)
  })

/**
 * Won: one transaction turns the lead into a customer, gives it all that was the lead's, and closes the opportunity. Asked
 * again, it answers as the first time.
 * @throws AppError 404, 409 for what is lost, 412 when it was changed since, 422 for a customer that is not there.
 */
export const winOpportunity = (
  deps: OpportunitiesDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
  { won_reason, customer_id }: OpportunityWon,
): Promise<Opportunity> =>
  decideOpportunity(deps, call, key, ifMatch, async (tx, found, lead) => {
    if (found.status === 'Converted') return null
    if (found.status === 'Lost') throw isDecided('lost')
    // Before the customer is made: what is stale must make none.
    refuseStale(ifMatch, found, 'opportunity')
    const customerId = await customerOf(deps, tx, call, { found, lead, customerId: customer_id })
    return {
      status: 'Converted',
      probability: 100,
      won_reason: won_reason ?? null,
      closed_at: new Date(),
      customer_id: customerId,
    }
  })

interface Winning {
  found: OpportunityRow
  lead: LeadForSale | undefined
  customerId: string | undefined
}

async function customerOf(
  deps: OpportunitiesDeps,
  tx: TenantTx,
  call: Call,
  { found, lead, customerId }: Winning,
): Promise<string | null> {
  if (customerId && !(await deps.customers.find(tx, customerId))) {
    const message = `There is no customer ${customerId}.`
    throw invalid([{ path: 'customer_id', code: 'not_found', message }])
  }
  if (!lead) return found.customer_id ?? customerId ?? null
  const customer = await deps.customers.ofLead(tx, call, {
    lead,
    opportunityId: found.id,
    owner: found.opportunity_owner,
    currency: found.currency,
    customerId: found.customer_id ?? customerId,
  })
  await giveToCustomer(tx, lead.id, customer)
  await deps.leads.follow(tx, call, lead, { hasOpportunity: true, customerId: customer.id })
  return customer.id
}

/** @throws AppError 404, 409 for what is won, 412 when it was changed since. */
export const loseOpportunity = (
  deps: OpportunitiesDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
  { lost_reasons, order_lost_reason, competitors = [] }: OpportunityLost,
): Promise<Opportunity> =>
  decideOpportunity(deps, call, key, ifMatch, async (_tx, found) => {
    if (found.status === 'Lost') return null
    if (found.status === 'Converted') throw isDecided('won')
    return {
      status: 'Lost',
      probability: 0,
      lost_reasons,
      order_lost_reason: order_lost_reason ?? null,
      competitors,
      closed_at: new Date(),
    }
  })

/** Back to where it stood. A customer that was made of its lead stays one. @throws AppError 404, 412. */
export const reopenOpportunity = (
  deps: OpportunitiesDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
): Promise<Opportunity> =>
  decideOpportunity(deps, call, key, ifMatch, async (tx, found) => {
    if (found.closed_at === null) return null
    const { stages } = await readSetting(tx, SALES_PROCESS)
    // The stage may be gone since.
    const stage = stages.find((s) => s.name === found.sales_stage) ?? stages[0]
    return {
      status: 'Open',
      sales_stage: stage?.name,
      probability: stage?.probability,
      probability_is_own: false,
      stage_since: new Date(),
      closed_at: null,
      won_reason: null,
      lost_reasons: [],
      order_lost_reason: null,
      is_conversion: found.is_conversion && !(await isReplaced(tx, found)),
    }
  })

/** While it was lost, another one may have been made of its lead. */
async function isReplaced(tx: TenantTx, { id, lead_id }: OpportunityRow): Promise<boolean> {
  const conversion = lead_id ? await findConversion(tx, lead_id) : undefined
  return conversion !== undefined && conversion.id !== id
}

const isDecided = (how: 'won' | 'lost') =>
  conflict('opportunity.decided', `This opportunity is ${how} already. Open it again first.`)
