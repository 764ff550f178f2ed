/** Leads as the site tells of them. */
import { SYNCED_FIELDS, type SyncedField } from '@insa/contracts'
import { type Document, type Filter, type FrappeClient, plainText } from '@insa/mcp-servers/erpnext'
import { columnsOf, type LeadValues, readLead, type SiteFields } from './lead-values.ts'

export interface SiteLead {
  name: string
  /** `2026-03-01 10:00:00.000000`, in the site's time zone: to be compared as text. */
  modified: string
  creation: string | null
  /** Our id, where we have written it. */
  insaId: string | null
  values: LeadValues
}

export interface Page {
  filters?: readonly Filter[]
  orderBy: string
  limit: number
}

export interface SiteLeads {
  fields(): Promise<SiteFields>
  /** With their notes: two requests. */
  list(page: Page): Promise<SiteLead[]>
  /** @returns null where there is none. */
  find(name: string): Promise<{ lead: SiteLead; document: Document } | null>
  read(document: Document): Promise<SiteLead>
}

export function siteLeads(client: FrappeClient, signal: AbortSignal): SiteLeads {
  const fields = async (): Promise<SiteFields> => {
    const meta = await client.meta('Lead', { signal })
    const has = new Set(meta.fields.map((f) => f.fieldname))
    const source = ['utm_source', 'source'].find((f) => has.has(f)) ?? null
    const links = new Map<SyncedField, string>()
    for (const { fieldname, fieldtype, options } of meta.fields) {
      const ours = fieldname === source ? 'source' : SYNCED_FIELDS.find((f) => f === fieldname)
      if (ours && fieldtype === 'Link' && options) links.set(ours, options)
    }
    return { source, has, links }
  }
  let self: Promise<unknown> | undefined
  const lead = async (document: Document, notes: readonly string[], known: SiteFields) => {
    self ??= client.read('frappe.auth.get_logged_user', {}, { signal })
    return toLead(document, notes, known, await self)
  }
  const read = async (document: Document) => lead(document, notesOf(document.notes), await fields())
  return {
    fields,
    read,
    async list({ filters = [], orderBy, limit }) {
      const known = await fields()
      const options = { fields: columnsOf(known), filters, orderBy, limit }
      const rows = await client.list('Lead', options, { signal })
      const notes = known.has.has('notes')
        ? await readNotes(
            client,
            rows.map((r) => r.name),
            signal,
          )
        : new Map<string, string[]>()
      return Promise.all(rows.map((row) => lead(row, notes.get(row.name) ?? [], known)))
    },
    async find(name) {
      const document = await client.find('Lead', name, { signal })
      return document && { document, lead: await read(document) }
    },
  }
}

/** @param self the user that we work as: it owns what nobody was given. */
function toLead(
  doc: Document,
  notes: readonly string[],
  fields: SiteFields,
  self: unknown,
): SiteLead {
  const values = readLead(doc, notes, fields)
  return {
    name: doc.name,
    modified: siteTime(doc.modified) ?? '',
    creation: siteTime(doc.creation),
    insaId:
      typeof doc.custom_insa_id === 'string' && doc.custom_insa_id !== ''
        ? doc.custom_insa_id
        : null,
    values: values.lead_owner === self ? { ...values, lead_owner: null } : values,
  }
}

/** A fraction of zero is left out on reading: put back, so that times can be compared as text. */
export function siteTime(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null
  return value.includes('.') ? value.padEnd(26, '0') : `${value}.000000`
}

const notesOf = (rows: unknown): string[] =>
  Array.isArray(rows)
    ? rows.flatMap((row: { note?: unknown }) =>
        typeof row.note === 'string' ? [plainText(row.note)] : [],
      )
    : []

/** Rows of a table are in no list: they are asked for by their parents, all at once. As a POST, for they may be many. */
async function readNotes(
  client: FrappeClient,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, string[]>> {
  const notes = new Map<string, string[]>()
  if (names.length === 0) return notes
  const rows = await client.call(
    'frappe.client.get_list',
    {
      doctype: 'CRM Note',
      parent: 'Lead',
      fields: JSON.stringify(['parent', 'note', 'idx', 'name']),
      filters: JSON.stringify([
        ['parenttype', '=', 'Lead'],
        ['parent', 'in', names],
      ]),
      order_by: 'parent asc, idx asc, name asc',
      limit_page_length: 0,
    },
    { signal },
  )
  for (const { parent, note } of Array.isArray(rows) ? rows : [])
    if (typeof note === 'string')
      notes.set(String(parent), [...(notes.get(String(parent)) ?? []), plainText(note)])
  return notes
}
