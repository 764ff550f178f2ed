/** Customers and opportunities of a site that is read in. Those that are here already stay as they are: they are not exchanged yet. */
import type { Document } from '@insa/mcp-servers/erpnext'
import { v7 as uuidv7 } from 'uuid'
import type { TenantTx } from '../../platform/database/database.ts'
import type { ArrivedCustomer, ArrivedOpportunity } from '../../platform/records/arrived-records.ts'
import type { SiteZone } from './site-clock.ts'
import { siteTime } from './site-leads.ts'
import type { SiteDeps } from './sync-deps.ts'

/** A page in the order of names. @returns how many were read, and the last name; null where there are no more. */
export interface ReadPage {
  count: number
  last: string | null
}

export interface PageOf {
  zone: SiteZone
  after: string
  limit: number
}

const CUSTOMER_FIELDS = [
  ...['customer_name', 'customer_type', 'customer_group', 'territory', 'industry'],
  ...['market_segment', 'website', 'tax_id', 'default_currency', 'email_id', 'mobile_no'],
  ...['account_manager', 'disabled', 'lead_name'],
]

export const takeCustomers = (deps: SiteDeps, page: PageOf): Promise<ReadPage> =>
  takePage(deps, 'Customer', CUSTOMER_FIELDS, page, (tx, rows) =>
    deps.records.insertCustomers(
      tx,
      rows.map((row) => toCustomer(row, page.zone)),
    ),
  )

const OPPORTUNITY_FIELDS = [
  ...['title', 'customer_name', 'opportunity_from', 'party_name', 'status', 'sales_stage'],
  ...['probability', 'opportunity_amount', 'currency', 'transaction_date', 'expected_closing'],
  ...['opportunity_owner', 'opportunity_type', 'source', 'utm_source'],
]

export const takeOpportunities = (deps: SiteDeps, page: PageOf): Promise<ReadPage> =>
  takePage(deps, 'Opportunity', OPPORTUNITY_FIELDS, page, (tx, rows) =>
    deps.records.insertOpportunities(
      tx,
      rows.flatMap((row) => toOpportunity(row, page.zone) ?? []),
    ),
  )

async function takePage(
  deps: SiteDeps,
  doctype: string,
  wanted: readonly string[],
  { after, limit }: PageOf,
  insert: (tx: TenantTx, rows: Document[]) => Promise<number>,
): Promise<ReadPage> {
  const { client, signal } = deps
  const has = new Set((await client.meta(doctype, { signal })).fields.map((f) => f.fieldname))
  const rows = await client.list(
    doctype,
    {
      fields: ['name', 'creation', ...wanted.filter((f) => has.has(f))],
      filters: after === '' ? [] : [['name', '>', after]],
      orderBy: 'name asc',
      limit,
    },
    { signal },
  )
  await deps.database.tenant(deps.organizationId, (tx) => insert(tx, rows))
  return { count: rows.length, last: rows.length < limit ? null : (rows.at(-1)?.name ?? null) }
}

function text(value: unknown, limit = 140): string | null {
  if (value === null || value === undefined) return null
  const kept = String(value).replaceAll('\u0000', '').toWellFormed().trim().slice(0, limit)
  return kept === '' ? null : kept.toWellFormed()
}

const createdAt = (row: Document, zone: SiteZone) => {
  const creation = siteTime(row.creation)
  return creation === null ? new Date() : zone.toInstant(creation)
}

const TYPES = ['Company', 'Individual', 'Partnership'] as const

const toCustomer = (row: Document, zone: SiteZone): ArrivedCustomer => ({
  id: uuidv7(),
  erpnext_name: row.name,
  customer_name: text(row.customer_name) ?? row.name,
  customer_type: TYPES.find((t) => t === row.customer_type) ?? 'Company',
  customer_group: text(row.customer_group),
  territory: text(row.territory),
  industry: text(row.industry),
  market_segment: text(row.market_segment),
  website: text(row.website),
  tax_id: text(row.tax_id),
  default_currency: text(row.default_currency),
  email_id: text(row.email_id),
  mobile_no: text(row.mobile_no),
  account_manager: text(row.account_manager),
  disabled: Boolean(row.disabled),
  lead: text(row.lead_name),
  created_at: createdAt(row, zone),
})

const STATUSES = ['Open', 'Quotation', 'Replied', 'Converted', 'Lost', 'Closed']
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** One with a Prospect is with nobody that we know. */
function toOpportunity(row: Document, zone: SiteZone): ArrivedOpportunity | null {
  const from = row.opportunity_from
  const party = text(row.party_name)
  if ((from !== 'Lead' && from !== 'Customer') || party === null) return null
  const at = createdAt(row, zone)
  const amount = Number(row.opportunity_amount ?? 0)
  const day = (value: unknown) => (DAY.test(String(value)) ? String(value) : null)
  return {
    id: uuidv7(),
    erpnext_name: row.name,
    title: text(row.title) ?? text(row.customer_name) ?? row.name,
    opportunity_from: from,
    party,
    status: STATUSES.find((s) => s === row.status) ?? 'Open',
    sales_stage: text(row.sales_stage) ?? 'Prospecting',
    probability: Math.min(100, Math.max(0, Math.round(Number(row.probability ?? 0)))),
    opportunity_amount: amount > 0 && amount < 1e13 ? amount.toFixed(2) : null,
    currency: text(row.currency, 3) ?? 'USD',
    transaction_date: day(row.transaction_date) ?? at.toISOString().slice(0, 10),
    expected_closing: day(row.expected_closing),
    opportunity_owner: text(row.opportunity_owner),
    opportunity_type: text(row.opportunity_type),
    source: text(row.source ?? row.utm_source),
    created_at: at,
  }
}
