/** Creates, changes and removes an opportunity. */
import type { Opportunity, OpportunityInput, OpportunityPatch } from '@insa/contracts'
import { conflict, invalid, stale } from '../../platform/http/errors.ts'
import type { KeepAnswer } from '../../platform/http/idempotency.ts'
import { refuseStale, requireMatch } from '../../platform/records/etag.ts'
import { noteDeed } from '../../platform/records/note-deed.ts'
import type { Call } from '../../platform/records/record-kind.ts'
import {
  checkReferences,
  deleteRecord,
  findRecord,
  updateRecord,
  type Values,
} from '../../platform/records/records.store.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { insertOpportunity } from './insert-opportunity.ts'
import { hasLiveOpportunity, lockOpportunity } from './opportunities.store.ts'
import type { OpportunitiesDeps } from './opportunities-deps.ts'
import { OPPORTUNITIES, type OpportunityRow, presentOpportunity } from './opportunity.ts'
import { probabilityOf, SALES_PROCESS } from './sales-process.ts'
import { noteStage, opportunityDeed } from './stage-deed.ts'

/** @throws AppError 422 for a lead, customer, contact or stage that is not there. */
export const createOpportunity = (
  deps: OpportunitiesDeps,
  call: Call,
  { lead_id, customer_id, ...input }: OpportunityInput,
  keep: KeepAnswer<Opportunity>,
): Promise<Opportunity> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const lead = lead_id === undefined ? undefined : await deps.leads.lock(tx, lead_id)
    if (lead_id !== undefined && !lead) throw noSuch('lead_id', lead_id)
    const customerId = customer_id ?? lead?.customer_id
    const customer = customerId ? await deps.customers.find(tx, customerId) : undefined
    if (customerId && !customer) throw noSuch('customer_id', customerId)
    const row = await insertOpportunity(deps, tx, call, { input, lead, customer })
    const opportunity = presentOpportunity(row)
    await keep(tx, opportunity)
    return opportunity
  })

const noSuch = (path: string, id: string) =>
  invalid([{ path, code: 'not_found', message: `There is no such record: ${id}.` }])

/**
 * Changes the fields sent. In another stage it has that stage's probability, unless a person gave it one of its own.
 * @throws AppError 404, 409 for what is won or lost, 412, 422, 428 without `If-Match`.
 */
export const changeOpportunity = (
  deps: OpportunitiesDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
  patch: OpportunityPatch,
): Promise<Opportunity> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const found = await lockOpportunity(tx, key)
    requireMatch(ifMatch, found, 'opportunity')
    refuseDecided(found, patch)
    await checkReferences(tx, { contact_id: ['contacts', patch.contact_id] })
    const process = await readSetting(tx, SALES_PROCESS)
    const { probability: own, ...rest } = patch
    const values: Values = { ...rest }
    const stage = patch.sales_stage ?? found.sales_stage
    if (patch.sales_stage !== undefined) probabilityOf(process, stage)
    if (own !== undefined && own !== null) {
      Object.assign(values, { probability: own, probability_is_own: true })
    } else if (own === null || (stage !== found.sales_stage && !found.probability_is_own)) {
      const probability = probabilityOf(process, stage)
      Object.assign(values, { probability, probability_is_own: false })
    }
    const now = new Date()
    if (stage !== found.sales_stage) values.stage_since = now
    if (patch.status) values.closed_at = patch.status === 'Closed' ? (found.closed_at ?? now) : null
    const row = await updateRecord<OpportunityRow>(tx, OPPORTUNITIES, found, values)
    if (!row) throw stale('opportunity')
    await noteDeed(deps, tx, call, opportunityDeed('updated', row, { fields: Object.keys(patch) }))
    await noteStage(deps, tx, call, found, row)
    return presentOpportunity(row)
  })

/** What is decided keeps its stage and status until it is opened again. */
function refuseDecided({ status }: OpportunityRow, patch: OpportunityPatch): void {
  const isDecided = status === 'Converted' || status === 'Lost'
  if (!isDecided || (patch.sales_stage === undefined && patch.status === undefined)) return
  throw conflict(
    'opportunity.decided',
    `This opportunity is ${status === 'Lost' ? 'lost' : 'won'}. Open it again to move it.`,
  )
}

/** @throws AppError 404, 412 when it was changed since. */
export const removeOpportunity = (
  deps: OpportunitiesDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
): Promise<void> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const read = await findRecord<OpportunityRow>(tx, OPPORTUNITIES, key)
    // The lead before its opportunities, as everybody does.
    const lead = read?.lead_id ? await deps.leads.lock(tx, read.lead_id) : undefined
    const found = await lockOpportunity(tx, key)
    refuseStale(ifMatch, found, 'opportunity')
    await deleteRecord(tx, OPPORTUNITIES, found.id)
    await noteDeed(deps, tx, call, opportunityDeed('deleted', found))
    if (!lead) return
    const hasOpportunity = await hasLiveOpportunity(tx, lead.id)
    await deps.leads.follow(tx, call, lead, { hasOpportunity })
  })
