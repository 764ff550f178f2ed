/** The tools' work done in our own tables, over the HTTP API with a key. What they do not have is said so. */
import { ApiError, type Client, LeadConversion } from '@insa/contracts'
import { z } from 'zod'
import { ToolError } from '../../kit/index.ts'
import { throughApi } from '../../kit/insa-api.ts'
import type {
  CrmBackend,
  DocTypeDescription,
  FieldChange,
  FieldFilter,
  RecordPage,
  RecordQuery,
  Target,
  WriteOptions,
  Written,
} from '../backend.ts'
import { builtInActivities } from './built-in-activities.ts'
import { convertLead, makeCustomer } from './built-in-conversions.ts'
import {
  changedMeanwhile,
  checkInput,
  findRow,
  requireVersion,
  searchRows,
  toRecord,
} from './built-in-records.ts'
import { builtInReports } from './built-in-reports.ts'
import { createNouns, labelOf, type Noun, type Row } from './nouns.ts'

export function createBuiltInBackend(client: Client): CrmBackend {
  const nouns = createNouns(client)
  const nounOf = (doctype: string): Noun => {
    const noun = nouns.get(doctype)
    if (noun) return noun
    throw new ToolError(`The built-in CRM has no ${doctype}.`, {
      code: 'doctype.not_found',
      hint: `It has ${[...nouns.keys()].join(', ')}. More comes with ERPNext (ERPNEXT_URL).`,
    })
  }
  return {
    kind: 'built-in',
    describe: async (doctype) => describe(nounOf(doctype)),
    list: async (doctype, query, signal) => list(nounOf(doctype), query, signal),
    async get(doctype, id, signal) {
      const noun = nounOf(doctype)
      return toRecord(noun, await findRow(noun, id, signal))
    },
    create: async (doctype, values, options) => create(nounOf(doctype), values, options),
    update: async ({ doctype, ...target }, changes, options) =>
      update(nounOf(doctype), target, changes, options),
    submit: async ({ doctype }) => {
      nounOf(doctype)
      throw new ToolError(`A ${doctype} is not submitted: it counts as soon as it is saved.`, {
        code: 'doctype.not_submittable',
      })
    },
    async search(doctype, text, limit, signal) {
      const noun = nounOf(doctype)
      const rows = await searchRows(noun, text, limit, signal)
      return rows.map((row) => ({ id: row.id, label: labelOf(noun, row) }))
    },
    count: async (doctype, filters, signal) =>
      (await readAll(nounOf(doctype), filters, signal)).length,
    aggregate: async ({ doctype, groupBy, sumOf, filters }, signal) =>
      group(await readAll(nounOf(doctype), filters, signal), groupBy, sumOf),
    async findDuplicates(leadId, signal) {
      const noun = nounOf('Lead')
      const { id } = await findRow(noun, leadId, signal)
      const { data } = await throughApi(client.leads.duplicates(id, { signal }))
      return data.map(({ lead, confidence, reasons }) => ({
        doctype: 'Lead',
        id: lead.id,
        label: labelOf(noun, lead),
        confidence,
        reasons,
      }))
    },
    convert: async ({ conversion, id, values }, options) => {
      const [lead, opportunity] = [nounOf('Lead'), nounOf('Opportunity')]
      if (conversion === 'lead_to_opportunity')
        return convertLead(
          client,
          { lead, opportunity, id, values, schema: LeadConversion },
          options,
        )
      if (conversion === 'opportunity_to_customer')
        return makeCustomer(
          client,
          { opportunity, customer: nounOf('Customer'), id, values },
          options,
        )
      if (conversion === 'lead_to_customer')
        throw new ToolError('The built-in CRM makes a customer of an opportunity, not of a lead.', {
          code: 'conversion.other_way',
          hint: 'convert_lead_to_opportunity first, then convert_to_customer from the Opportunity.',
        })
      throw notHere('quotations', 'Until then the amount stands in the Opportunity: update_record.')
    },
    async markLead({ id, version }, { qualification_status, ...scores }, options) {
      if (Object.values(scores).some((score) => score !== undefined))
        throw new ToolError(
          'The built-in CRM takes no score from a tool: it judges leads itself.',
          {
            code: 'lead.score_is_judged',
            hint: 'A person overrides a score in the console, with a reason.',
          },
        )
      return update(nounOf('Lead'), { id, version }, { qualification_status }, options)
    },
    ...builtInActivities(nounOf),
    upload: async () =>
      Promise.reject(notHere('files', 'Until then add_note says where the file is kept.')),
    report: builtInReports({
      client,
      readLeads: (filters, signal) => readAll(nounOf('Lead'), filters, signal),
    }),
  }
}

/** @param meanwhile what to do without it. */
const notHere = (what: string, meanwhile: string) =>
  new ToolError(`The built-in CRM has no ${what}.`, {
    code: 'built_in.not_there',
    hint: `They come with ERPNext: an administrator connects it with ERPNEXT_URL. ${meanwhile}`,
  })

function describe(noun: Noun): DocTypeDescription {
  const schema = z.toJSONSchema(noun.input, { io: 'input', unrepresentable: 'any' }) as JsonField
  const resolve = (field: JsonField): JsonField =>
    field.$ref === undefined ? field : (schema.$defs?.[field.$ref.split('/').at(-1) ?? ''] ?? field)
  const { properties = {}, required = [] } = resolve(schema)
  return {
    doctype: noun.doctype,
    submittable: false,
    fields: Object.entries(properties).map(([field, json]) => {
      const kinds = json.anyOf ?? [json]
      const kind = resolve(kinds.find((one) => one.type !== 'null') ?? json)
      return {
        field,
        label: field.replaceAll('_', ' '),
        type: kind.enum ? 'Select' : (kind.format ?? kind.type ?? 'text'),
        required: required.includes(field),
        ...(kind.enum && { options: kind.enum.map(String) }),
      }
    }),
  }
}

interface JsonField {
  $ref?: string
  $defs?: Record<string, JsonField>
  type?: string
  format?: string
  enum?: unknown[]
  anyOf?: JsonField[]
  properties?: Record<string, JsonField>
  required?: string[]
}

async function list(noun: Noun, query: RecordQuery, signal: AbortSignal): Promise<RecordPage> {
  const asked = {
    ...readFilters(noun, query.filters),
    limit: query.limit,
    ...(query.text && { q: query.text }),
    ...(query.after && { cursor: query.after }),
    ...(query.orderBy && {
      sort: `${query.orderBy.descending ? '-' : ''}${query.orderBy.field}`,
    }),
  }
  const page = await throughApi(noun.calls.list(asked as never, { signal }))
  const records = (page.data as Row[]).map((row) => toRecord(noun, row))
  const { fields } = query
  return {
    next: page.next_cursor,
    total: null,
    records: fields
      ? records.map((r) => ({
          ...r,
          values: Object.fromEntries(Object.entries(r.values).filter(([k]) => fields.includes(k))),
        }))
      : records,
  }
}

/** The API filters by some fields, each for a value that it has. */
function readFilters(noun: Noun, filters: readonly FieldFilter[]): Record<string, unknown> {
  const known = Object.keys(noun.query.shape).filter(
    (name) => !['limit', 'cursor', 'q', 'sort'].includes(name),
  )
  for (const { field, operator } of filters)
    if (operator !== '=' || !known.includes(field))
      throw new ToolError(
        `The built-in CRM cannot filter ${noun.doctype} by ${field} ${operator}.`,
        {
          code: 'filter.not_there',
          hint: `It can by = of ${known.join(', ')}.`,
        },
      )
  return Object.fromEntries(filters.map(({ field, value }) => [field, value]))
}

async function create(
  noun: Noun,
  values: Record<string, unknown>,
  { dryRun, signal }: WriteOptions,
): Promise<Written> {
  const input = checkInput(noun, noun.input, values)
  const changes = Object.entries(input).map(([field, value]) => ({ field, old: null, new: value }))
  if (dryRun) return { record: null, changes, dry_run: true, done: false, checks: [], notices: [] }
  const row = (await throughApi(noun.calls.create(input as never, { signal }))) as Row
  return written(noun, row, changes)
}

const written = (noun: Noun, row: Row, changes: FieldChange[]): Written => ({
  record: toRecord(noun, row),
  changes,
  dry_run: false,
  done: true,
  checks: [{ what: 'it is stored', ok: row.id !== '' }],
  notices: [],
})

async function update(
  noun: Noun,
  { id, version }: Omit<Target, 'doctype'> & { version?: string | undefined },
  values: Record<string, unknown>,
  { dryRun, signal }: WriteOptions,
): Promise<Written> {
  const before = await findRow(noun, id, signal)
  const patch = checkInput(noun, noun.patch, values)
  requireVersion(noun, before, version)
  const changes = Object.entries(patch)
    .map(([field, value]) => ({ field, old: before[field] ?? null, new: value }))
    .filter((c) => JSON.stringify(c.old) !== JSON.stringify(c.new))
  if (dryRun || changes.length === 0) {
    const record = toRecord(noun, before)
    return { record, changes, dry_run: dryRun, done: false, checks: [], notices: [] }
  }
  try {
    const row = (await noun.calls.update(before.id, before.etag, patch as never, { signal })) as Row
    return written(noun, row, changes)
  } catch (error) {
    if (error instanceof ApiError && error.status === 412) throw changedMeanwhile(noun, before.id)
    return throughApi(Promise.reject(error))
  }
}

/** Beyond it counting page by page takes too long. */
const MOST_COUNTED = 10_000

/** The API counts nothing, so all are read. */
async function readAll(
  noun: Noun,
  filters: readonly FieldFilter[],
  signal: AbortSignal,
): Promise<Row[]> {
  const asked = readFilters(noun, filters)
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const query = { ...asked, limit: 200, ...(cursor && { cursor }) }
    const page: Awaited<ReturnType<Noun['calls']['list']>> = await throughApi(
      noun.calls.list(query as never, { signal }),
    )
    rows.push(...(page.data as Row[]))
    cursor = page.next_cursor
    if (rows.length > MOST_COUNTED)
      throw new ToolError(`There are more than ${MOST_COUNTED} of ${noun.doctype}.`, {
        code: 'count.too_many',
        hint: 'Ask for less with a filter.',
      })
  } while (cursor !== null)
  return rows
}

function group(rows: Row[], groupBy: string, sumOf: string | undefined) {
  const groups = Map.groupBy(rows, (row) => {
    const value = row[groupBy]
    return value === null || value === undefined ? null : String(value)
  })
  return [...groups]
    .map(([key, members]) => ({
      key,
      count: members.length,
      sum: sumOf ? add(members, sumOf) : null,
    }))
    .sort((a, b) => b.count - a.count)
}

/** Amounts are decimal text: added in hundredths, so that nothing is lost on the way. */
const add = (rows: Row[], field: string): number =>
  rows.reduce((sum, row) => sum + Math.round(Number(row[field] ?? 0) * 100), 0) / 100
