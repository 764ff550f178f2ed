/**
 * From lead to customer, a step at a time. ERPNext's own mappers make the draft; then it is saved and both ends are read back. A step
 * that was done already is not done again.
 */
import { ToolError } from '../../kit/index.ts'
import type { Check, Conversion, WriteOptions, Written } from '../backend.ts'
import type { Document, Filter, FrappeClient } from '../client/frappe-client.ts'
import { checkValues } from './check-values.ts'
import { findDocument, toRecord } from './records.ts'
import { insertChecked } from './write-record.ts'

interface Step {
  from: string
  to: string
  mapper: string
  /** Finds what an earlier run of this step has made. */
  existing(source: Document): Filter[]
  /** What must hold of the result and of its source. */
  verify(target: Document, source: Document): Check[]
}

const CRM = 'erpnext.crm.doctype'
const check = (what: string, ok: boolean): Check => ({ what, ok })

const STEPS: Record<Conversion, Step> = {
  lead_to_opportunity: {
    from: 'Lead',
    to: 'Opportunity',
    mapper: `${CRM}.lead.lead.make_opportunity`,
    existing: (lead) => [
      ['opportunity_from', '=', 'Lead'],
      ['party_name', '=', lead.name],
      ['status', 'not in', ['Lost', 'Closed']],
    ],
    verify: (opportunity, lead) => [
      check('the opportunity is the lead’s', opportunity.party_name === lead.name),
      check(
        `the lead’s status is ${lead.status}`,
        ['Opportunity', 'Quotation', 'Converted'].includes(String(lead.status)),
      ),
    ],
  },
  opportunity_to_quotation: {
    from: 'Opportunity',
    to: 'Quotation',
    mapper: `${CRM}.opportunity.opportunity.make_quotation`,
    existing: (opportunity) => [
      ['opportunity', '=', opportunity.name],
      ['docstatus', '<', 2],
    ],
    verify: (quotation, opportunity) => [
      check('the quotation is the opportunity’s', quotation.opportunity === opportunity.name),
      check('it has items', Array.isArray(quotation.items) && quotation.items.length > 0),
      check('it is a draft: a person submits it', quotation.docstatus === 0),
    ],
  },
  lead_to_customer: {
    from: 'Lead',
    to: 'Customer',
    mapper: `${CRM}.lead.lead.make_customer`,
    existing: (lead) => [['lead_name', '=', lead.name]],
    verify: (customer, lead) => [
      check('the customer comes from the lead', customer.lead_name === lead.name),
      check(`the lead’s status is ${lead.status}`, lead.status === 'Converted'),
    ],
  },
  opportunity_to_customer: {
    from: 'Opportunity',
    to: 'Customer',
    mapper: `${CRM}.opportunity.opportunity.make_customer`,
    existing: (opportunity) =>
      opportunity.opportunity_from === 'Lead'
        ? [['lead_name', '=', opportunity.party_name]]
        : [['opportunity_name', '=', opportunity.name]],
    verify: (customer, opportunity) => [
      check(
        'the customer comes from the opportunity',
        customer.opportunity_name === opportunity.name ||
          customer.lead_name === opportunity.party_name,
      ),
    ],
  },
}

export async function convertRecord(
  client: FrappeClient,
  {
    conversion,
    id,
    values,
  }: { conversion: Conversion; id: string; values: Record<string, unknown> },
  options: WriteOptions,
): Promise<Written> {
  const step = STEPS[conversion]
  const call = { signal: options.signal }
  const source = await findDocument(client, step.from, id, call)
  const find = async (): Promise<Document | undefined> => {
    const [row] = await client.list(step.to, { filters: step.existing(source), limit: 1 }, call)
    return row && client.get(step.to, row.name, call)
  }
  const known = await find()
  if (known) return alreadyThere(step, known, source)
  const checked = await checkValues(client, step.to, values, options.signal)
  const draft = {
    ...withoutMarks(await client.read(step.mapper, { source_name: source.name }, call)),
    ...checked,
  }
  if (step.to === 'Quotation') requireItems(draft)
  if (step.to === 'Customer') await requireNoNamesake(client, draft, options.signal)
  const written = await insertChecked(
    client,
    { doctype: step.to, values: draft, asked: checked, findAgain: find },
    options,
  )
  if (!written.record) return written
  const [target, after] = await Promise.all([
    client.get(step.to, written.record.id, call),
    client.get(step.from, source.name, call),
  ])
  return {
    ...written,
    record: toRecord(step.to, target),
    checks: [...written.checks, ...step.verify(target, after)],
  }
}

const alreadyThere = (step: Step, known: Document, source: Document): Written => ({
  record: toRecord(step.to, known),
  changes: [],
  dry_run: false,
  done: false,
  checks: step.verify(known, source),
  notices: [`${step.from} ${source.name} has this ${step.to} already; nothing was made.`],
})

/** A draft is marked as unsaved, and carries what an insert sets by itself. */
const withoutMarks = (draft: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries((draft ?? {}) as Record<string, unknown>).filter(
      ([key]) => !key.startsWith('__') && !['doctype', 'docstatus', 'name', 'owner'].includes(key),
    ),
  )

function requireItems(draft: Record<string, unknown>): void {
  if (Array.isArray(draft.items) && draft.items.length > 0) return
  throw new ToolError('A quotation needs items, and the opportunity has none.', {
    code: 'quotation.no_items',
    fields: [{ path: 'values.items', message: 'is a list of { item_code, qty, rate }.' }],
    hint: 'search_records with the DocType Item finds what can be sold. No price may be made up: ask for it.',
  })
}

/** ERPNext makes a second customer of the same name without a question. */
async function requireNoNamesake(
  client: FrappeClient,
  draft: Record<string, unknown>,
  signal: AbortSignal,
): Promise<void> {
  const name = String(draft.customer_name ?? '')
  const [same] = await client.list(
    'Customer',
    { filters: [['customer_name', '=', name]], limit: 1 },
    { signal },
  )
  if (!same) return
  throw new ToolError(`There is a customer ${same.name} of the same name.`, {
    code: 'customer.exists',
    hint: 'Ask whether it is the same one. If it is, work with it; if not, give values.customer_name a name that tells them apart.',
  })
}
