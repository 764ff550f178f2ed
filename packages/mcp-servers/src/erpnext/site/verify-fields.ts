/** The fields that our tools use, each by all names that it goes by in the versions that we know. */
import type { FrappeClient } from '../client/frappe-client.ts'
import { FrappeFailure } from '../client/frappe-failure.ts'
import { type DocTypeMeta, firstField } from '../client/metadata.ts'
import type { Finding } from './finding.ts'

const NEEDED: Record<string, readonly string[]> = {
  Lead: [
    'lead_name first_name last_name company_name job_title lead_owner status email_id mobile_no phone website city country',
    'no_of_employees annual_revenue industry territory qualification_status notes source|utm_source campaign_name|utm_campaign',
  ],
  Opportunity: [
    'opportunity_from party_name status sales_stage opportunity_type company transaction_date opportunity_amount probability',
    'expected_closing items contact_email notes source|utm_source',
  ],
  Customer: ['customer_name customer_type customer_group territory lead_name'],
  Quotation: [
    'quotation_to party_name company transaction_date valid_till items opportunity status grand_total',
  ],
  Contact: ['first_name last_name company_name designation email_ids phone_nos links'],
  Address: ['address_title address_type address_line1 city country links'],
  Project: ['project_name status company customer expected_start_date expected_end_date'],
  Task: ['subject project status priority exp_start_date exp_end_date'],
  ToDo: ['description status priority date allocated_to|owner reference_type reference_name'],
  Event: ['subject starts_on ends_on event_type event_participants'],
  Communication: [
    'subject content communication_medium sent_or_received reference_doctype reference_name',
  ],
  Item: ['item_code item_name item_group stock_uom'],
}

export async function verifyFields(client: FrappeClient, signal?: AbortSignal): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [doctype, lines] of Object.entries(NEEDED)) {
    const names = lines.flatMap((line) => line.split(' '))
    const meta = await metaOrNull(client, doctype, signal)
    const missing = meta ? names.filter((n) => !firstField(meta, n.split('|'))) : []
    if (!meta)
      findings.push({ check: 'fields', level: 'problem', words: `there is no DocType ${doctype}` })
    else if (missing.length > 0)
      findings.push({
        check: 'fields',
        level: 'warning',
        words: `${doctype} has no ${missing.map((m) => m.replace('|', ' or ')).join(', ')}`,
        todo: 'Tools leave these fields alone. Tell us, if they have another name in this version.',
      })
  }
  if (findings.length > 0) return findings
  return [
    {
      check: 'fields',
      level: 'ok',
      words: `all fields of ${Object.keys(NEEDED).length} DocTypes are there`,
    },
  ]
}

async function metaOrNull(
  client: FrappeClient,
  doctype: string,
  signal?: AbortSignal,
): Promise<DocTypeMeta | null> {
  try {
    return await client.meta(doctype, { signal })
  } catch (error) {
    if (error instanceof FrappeFailure && error.kind === 'unknown_doctype') return null
    throw error
  }
}
