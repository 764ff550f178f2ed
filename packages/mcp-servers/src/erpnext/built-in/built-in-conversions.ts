/** From lead to customer in our own tables. The API does each step once; here it is looked at afterwards. */
import type { Client } from '@insa/contracts'
import type { z } from 'zod'
import { ToolError } from '../../kit/index.ts'
import { throughApi } from '../../kit/insa-api.ts'
import type { WriteOptions, Written } from '../backend.ts'
import { checkInput, findRow, toRecord } from './built-in-records.ts'
import type { Noun, Row } from './nouns.ts'

interface LeadStep {
  lead: Noun
  opportunity: Noun
  id: string
  values: Record<string, unknown>
  schema: z.ZodObject
}

export async function convertLead(
  client: Client,
  { lead, opportunity, id, values, schema }: LeadStep,
  { dryRun, signal }: WriteOptions,
): Promise<Written> {
  const source = await findRow(lead, id, signal)
  const input = checkInput(opportunity, schema, values)
  const query = { lead_id: source.id, open: 'yes', limit: 1 } as const
  const [known] = (await throughApi(client.opportunities.list(query, { signal }))).data
  if (known)
    return thereAlready(
      opportunity,
      known,
      `Lead ${source.id} has this Opportunity already; nothing was made.`,
    )
  const changes = Object.entries(input).map(([field, value]) => ({ field, old: null, new: value }))
  if (dryRun) return { record: null, changes, dry_run: true, done: false, checks: [], notices: [] }
  const made = await throughApi(client.opportunities.fromLead(source.id, input, { signal }))
  const after = await findRow(lead, source.id, signal)
  return {
    record: toRecord(opportunity, made),
    changes,
    dry_run: false,
    done: true,
    checks: [
      { what: 'the opportunity is the lead’s', ok: made.lead_id === source.id },
      { what: `the lead’s status is ${after.status}`, ok: after.status === 'Opportunity' },
    ],
    notices: [],
  }
}

const thereAlready = (noun: Noun, row: Row, notice: string): Written => ({
  record: toRecord(noun, row),
  changes: [],
  dry_run: false,
  done: false,
  checks: [],
  notices: [notice],
})

interface CustomerStep {
  opportunity: Noun
  customer: Noun
  id: string
  values: Record<string, unknown>
}

/** Winning an opportunity makes the customer. */
export async function makeCustomer(
  client: Client,
  { opportunity, customer, id, values }: CustomerStep,
  { dryRun, signal }: WriteOptions,
): Promise<Written> {
  if (Object.keys(values).length > 0)
    throw new ToolError('The built-in CRM makes the customer of what the lead says.', {
      code: 'conversion.no_values',
      hint: 'Leave values out, and change the customer afterwards with update_record.',
    })
  const source = await findRow(opportunity, id, signal)
  if (source.customer_id)
    return thereAlready(
      customer,
      await findRow(customer, String(source.customer_id), signal),
      `Opportunity ${source.id} has this Customer already; nothing was made.`,
    )
  const changes = [{ field: 'status', old: source.status, new: 'Converted' }]
  if (dryRun) return { record: null, changes, dry_run: true, done: false, checks: [], notices: [] }
  const won = await throughApi(client.opportunities.won(source.id, {}, source.etag, { signal }))
  const made = await findRow(customer, String(won.customer_id), signal)
  return {
    record: toRecord(customer, made),
    changes,
    dry_run: false,
    done: true,
    checks: [
      { what: 'the opportunity is won', ok: won.status === 'Converted' },
      { what: 'the customer comes from its lead', ok: made.lead_id === source.lead_id },
    ],
    notices: [],
  }
}
