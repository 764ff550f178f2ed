/** A lead becomes an opportunity, once. */
import type { LeadConversion, Opportunity } from '@insa/contracts'
import { notFound } from '../../platform/http/errors.ts'
import type { KeepAnswer } from '../../platform/http/idempotency.ts'
import type { Call } from '../../platform/records/record-kind.ts'
import { insertOpportunity } from './insert-opportunity.ts'
import { findConversion } from './opportunities.store.ts'
import type { OpportunitiesDeps } from './opportunities-deps.ts'
import { presentOpportunity } from './opportunity.ts'

/**
 * Asked again, the opportunity that there is is answered; after it was lost, a new one is made.
 * @param key our id or the ERPNext name.
 * @throws AppError 404, 422.
 */
export const convertLead = (
  deps: OpportunitiesDeps,
  call: Call,
  key: string,
  input: LeadConversion,
  keep: KeepAnswer<Opportunity>,
): Promise<Opportunity> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const lead = await deps.leads.lock(tx, key)
    if (!lead) throw notFound('lead', key)
    const already = await findConversion(tx, lead.id)
    const customer = lead.customer_id ? await deps.customers.find(tx, lead.customer_id) : undefined
    const row =
      already ??
      (await insertOpportunity(deps, tx, call, { input, lead, customer, isConversion: true }))
    const opportunity = presentOpportunity(row)
    await keep(tx, opportunity)
    return opportunity
  })
