/** The tools' work done in an ERPNext site. */
import { ToolError } from '../../kit/index.ts'
import type { CrmBackend, DocTypeDescription, Group, RecordPage, RecordQuery } from '../backend.ts'
import type { Document, Filter, FrappeClient } from '../client/frappe-client.ts'
import { type FieldMeta, findField, listFields, valueFields } from '../client/metadata.ts'
import { activityWriter } from './activities.ts'
import { checkValues, searchLink } from './check-values.ts'
import { convertRecord } from './conversions.ts'
import { requireReadable, requireWritable } from './doctype-access.ts'
import { findDuplicates } from './find-duplicates.ts'
import { leadMarks } from './lead-marks.ts'
import { peopleWriter } from './people.ts'
import { findDocument, toFilters, toRecord } from './records.ts'
import { throughErpnext } from './rest-failure.ts'
import { runReport } from './run-report.ts'
import { insertChecked, updateChecked } from './write-record.ts'

export interface RestBackendOptions {
  /** DocTypes that the generic tools may write beside the usual ones. */
  moreDocTypes?: readonly string[]
}

export function createRestBackend(
  client: FrappeClient,
  { moreDocTypes = [] }: RestBackendOptions = {},
): CrmBackend {
  const more = new Set(moreDocTypes)
  const backend: CrmBackend = {
    kind: 'erpnext',
    describe: (doctype, signal) => describe(client, doctype, signal),
    list: (doctype, query, signal) => list(client, doctype, query, signal),
    async get(doctype, id, signal) {
      requireReadable(doctype)
      return toRecord(doctype, await findDocument(client, doctype, id, { signal }))
    },
    async create(doctype, values, options) {
      requireWritable(doctype, more)
      const checked = await checkValues(client, doctype, values, options.signal)
      return insertChecked(client, { doctype, values: checked }, options)
    },
    async update({ doctype, id, version }, changes, options) {
      requireWritable(doctype, more)
      const before = await findDocument(client, doctype, id, options)
      const values = await checkValues(client, doctype, changes, options.signal)
      return updateChecked(client, { doctype, before, version, values }, options)
    },
    async submit({ doctype, id, version }, options) {
      requireWritable(doctype, more)
      const before = await requireDraft(client, doctype, id, options.signal)
      return updateChecked(client, { doctype, before, version, values: { docstatus: 1 } }, options)
    },
    async search(doctype, text, limit, signal) {
      // Names of people are needed to assign something to them; nothing else of a User is read.
      if (doctype !== 'User') requireReadable(doctype)
      return searchLink(client, { doctype, text, limit }, signal)
    },
    async count(doctype, filters, signal) {
      requireReadable(doctype)
      return client.count(doctype, toFilters(filters), { signal })
    },
    aggregate: (query, signal) => aggregate(client, query, signal),
    findDuplicates: async (leadId, signal) =>
      findDuplicates(client, await findDocument(client, 'Lead', leadId, { signal }), { signal }),
    convert: (step, options) => convertRecord(client, step, options),
    markLead: async ({ id, version }, marks, options) => {
      const before = await findDocument(client, 'Lead', id, options)
      const values = await leadMarks(client, marks, options.signal)
      return updateChecked(client, { doctype: 'Lead', before, version, values }, options)
    },
    ...peopleWriter(client),
    ...activityWriter(client),
    report: (report, signal) => runReport(client, report, signal),
  }
  return toldInWords(backend)
}

/** Every failure of the site becomes one of the tool. */
function toldInWords(backend: CrmBackend): CrmBackend {
  const wrapped = Object.entries(backend).map(([name, member]) =>
    typeof member === 'function'
      ? [name, (...args: unknown[]) => throughErpnext(async () => member(...args))]
      : [name, member],
  )
  return Object.fromEntries(wrapped) as CrmBackend
}

async function describe(
  client: FrappeClient,
  doctype: string,
  signal: AbortSignal,
): Promise<DocTypeDescription> {
  requireReadable(doctype)
  const meta = await client.meta(doctype, { signal })
  return {
    doctype,
    submittable: meta.is_submittable,
    fields: valueFields(meta)
      .filter((field) => !field.hidden)
      .map(describeField),
  }
}

function describeField(field: FieldMeta): DocTypeDescription['fields'][number] {
  const isChoice = field.fieldtype === 'Select'
  const options = (field.options ?? '').split('\n').filter((o) => o !== '')
  return {
    field: field.fieldname,
    label: field.label ?? field.fieldname,
    type: field.fieldtype,
    required: field.reqd,
    ...(isChoice && { options }),
    ...(!isChoice && field.options && { of: field.options }),
    ...(field.default && { default: field.default }),
    ...(field.read_only && { read_only: true }),
  }
}

/** What a list shows where nothing is asked for: columns that people look at. */
const SHOWN = new Set([
  ...['title', 'status', 'lead_name', 'company_name', 'customer_name', 'project_name', 'subject'],
  ...['email_id', 'phone', 'mobile_no', 'job_title', 'lead_owner', 'industry', 'territory', 'city'],
  ...['country', 'qualification_status', 'source', 'utm_source', 'custom_insa_score'],
  ...['custom_insa_priority', 'party_name', 'sales_stage', 'opportunity_amount', 'currency'],
  ...['probability', 'expected_closing', 'grand_total', 'transaction_date', 'valid_till'],
  ...['customer', 'priority', 'expected_end_date', 'full_name', 'designation', 'description'],
  ...['date', 'allocated_to', 'starts_on', 'item_name', 'item_group', 'stock_uom', 'standard_rate'],
])

async function list(
  client: FrappeClient,
  doctype: string,
  query: RecordQuery,
  signal: AbortSignal,
): Promise<RecordPage> {
  requireReadable(doctype)
  const meta = await client.meta(doctype, { signal })
  const known = listFields(meta).map((f) => f.fieldname)
  const wanted = query.fields ?? known.filter((name) => SHOWN.has(name))
  requireFields(
    doctype,
    [...STANDARD, ...known],
    [
      ...wanted,
      ...query.filters.map((f) => f.field),
      ...(query.orderBy ? [query.orderBy.field] : []),
    ],
  )
  const start = Number(query.after ?? 0)
  const filters = toFilters(query.filters)
  const columns = textColumns(meta.search_fields, meta.title_field, known)
  const orFilters: Filter[] = query.text
    ? columns.map((c): Filter => [c, 'like', `%${query.text}%`])
    : []
  const order = query.orderBy ?? { field: 'modified', descending: true }
  const rows = await client.list(
    doctype,
    {
      fields: [...new Set(['name', 'modified', ...wanted])],
      filters,
      orFilters,
      orderBy: `${order.field} ${order.descending ? 'desc' : 'asc'}`,
      start,
      // One more tells whether there is a next page.
      limit: query.limit + 1,
    },
    { signal },
  )
  const hasMore = rows.length > query.limit
  return {
    records: rows.slice(0, query.limit).map((row) => toRecord(doctype, row)),
    next: hasMore ? String(start + query.limit) : null,
    total: query.text ? null : await client.count(doctype, filters, { signal }),
  }
}

const STANDARD = ['name', 'owner', 'creation', 'modified', 'modified_by', 'docstatus', '_assign']

/** The fields by which people search, where the site has them. */
function textColumns(
  searchFields: string | null | undefined,
  titleField: string | null | undefined,
  known: readonly string[],
): string[] {
  const usual = ['lead_name', 'company_name', 'customer_name', 'email_id', 'title', 'subject']
  const named = (searchFields ?? '').split(',').map((f) => f.trim())
  const columns = [...named, titleField ?? '', ...usual].filter((f) => known.includes(f))
  return ['name', ...new Set(columns)]
}

function requireFields(doctype: string, known: readonly string[], names: readonly string[]): void {
  const strange = [...new Set(names)].filter((name) => !known.includes(name))
  if (strange.length === 0) return
  throw new ToolError(`${doctype} has no field ${strange.join(', ')}.`, {
    code: 'field.not_found',
    hint: `describe_doctype tells all fields of ${doctype}.`,
  })
}

async function aggregate(
  client: FrappeClient,
  { doctype, groupBy, sumOf, filters }: Parameters<CrmBackend['aggregate']>[0],
  signal: AbortSignal,
): Promise<Group[]> {
  requireReadable(doctype)
  const meta = await client.meta(doctype, { signal })
  const known = [...STANDARD, ...listFields(meta).map((f) => f.fieldname)]
  requireFields(doctype, known, [groupBy, ...(sumOf ? [sumOf] : [])])
  if (
    sumOf &&
    !['Currency', 'Float', 'Int', 'Percent'].includes(findField(meta, sumOf)?.fieldtype ?? '')
  )
    throw new ToolError(`${sumOf} is no number and cannot be summed.`, {
      code: 'field.not_a_number',
    })
  const rows = await client.list(
    doctype,
    {
      fields: [groupBy, 'count(name) as n', ...(sumOf ? [`sum(${sumOf}) as total`] : [])],
      filters: toFilters(filters),
      groupBy,
      orderBy: groupBy,
      limit: 0,
    },
    { signal },
  )
  return rows
    .map((row) => ({
      key: row[groupBy] === null || row[groupBy] === undefined ? null : String(row[groupBy]),
      count: Number(row.n),
      sum: sumOf ? Number(row.total ?? 0) : null,
    }))
    .sort((a, b) => b.count - a.count)
}

async function requireDraft(
  client: FrappeClient,
  doctype: string,
  id: string,
  signal: AbortSignal,
): Promise<Document> {
  const meta = await client.meta(doctype, { signal })
  if (!meta.is_submittable)
    throw new ToolError(`A ${doctype} is not submitted: it counts as soon as it is saved.`, {
      code: 'doctype.not_submittable',
    })
  const before = await findDocument(client, doctype, id, { signal })
  if (before.docstatus === 0) return before
  throw new ToolError(
    `${doctype} ${before.name} is ${before.docstatus === 1 ? 'submitted already' : 'cancelled'}.`,
    {
      code: 'record.not_a_draft',
    },
  )
}
