/** From what was sent to what is checked: known fields only, defaults, child rows, fetched values. */
import { mayWriteField } from './access.ts'
import { columnsOf, type DocType, NUMBER_TYPES, type Row, tablesOf } from './doctype.ts'
import { FrappeError } from './frappe-error.ts'
import { setName } from './naming.ts'
import { isEmpty, type RequestContext, text } from './request-context.ts'

/** Fields that the DocType does not have vanish without a word, as do those that the user may not write. */
export function pickKnown(ctx: RequestContext, type: DocType, sent: Row): Row {
  const out: Row = {}
  for (const field of columnsOf(type)) {
    const value = sent[field.fieldname]
    if (value === undefined || !mayWriteField(ctx, type, field.fieldname)) continue
    out[field.fieldname] = value
  }
  for (const field of tablesOf(type)) {
    const rows = sent[field.fieldname]
    if (rows === undefined || rows === null) continue
    if (!Array.isArray(rows))
      throw new FrappeError('TypeError', `${field.label} is a table`, { silent: true })
    out[field.fieldname] = rows
  }
  return out
}

/** Defaults of fields, the site's defaults for links, and the first option of a Select. */
export function addDefaults(ctx: RequestContext, type: DocType, doc: Row): void {
  for (const field of columnsOf(type)) {
    if (doc[field.fieldname] !== undefined && doc[field.fieldname] !== null) continue
    delete doc[field.fieldname]
    const preset = field.default ?? siteDefault(ctx, field.fieldname, field.options)
    if (preset !== undefined) doc[field.fieldname] = presetValue(ctx, preset, field.fieldtype)
    else if (field.fieldtype === 'Select') {
      const first = field.options?.split('\n')[0]
      if (first) doc[field.fieldname] = first
    }
  }
}

/** What the wizard has set for the whole site. */
function siteDefault(ctx: RequestContext, fieldname: string, options = ''): string | undefined {
  if (fieldname !== options.toLowerCase() || !['company', 'currency'].includes(fieldname)) return
  const [company] = ctx.site.db.rows('Company')
  const value = fieldname === 'company' ? company?.name : company?.default_currency
  return isEmpty(value) ? undefined : String(value)
}

function presetValue(ctx: RequestContext, preset: string, fieldtype: string): unknown {
  if (preset === 'Today') return ctx.site.clock.today()
  if (preset === 'Now') return ctx.site.clock.now()
  if (preset === '__user') return ctx.user
  return NUMBER_TYPES.has(fieldtype) ? Number(preset) : preset
}

/**
 * Child tables are replaced as a whole: rows sent with their name are kept and changed, rows without are new, the others go.
 * A table that was not sent is left alone.
 */
export function mergeTables(ctx: RequestContext, doc: Row, sent: Row, before: Row | null): void {
  const type = ctx.site.type(String(doc.doctype))
  for (const field of tablesOf(type)) {
    const old = (before?.[field.fieldname] as Row[] | undefined) ?? []
    const rows = sent[field.fieldname] as Row[] | undefined
    doc[field.fieldname] = rows
      ? rows.map((row) => {
          const kept = isEmpty(row.name) ? undefined : old.find((o) => o.name === row.name)
          return childRow(ctx, ctx.site.type(text(field.options)), row, kept)
        })
      : old.map((row) => ({ ...row }))
  }
}

function childRow(ctx: RequestContext, type: DocType, sent: Row, kept: Row | undefined): Row {
  const row: Row = { ...kept, ...pickKnown(ctx, type, sent), doctype: type.name }
  if (!kept) addDefaults(ctx, type, row)
  return row
}

/** Names, places and times of child rows; `now` is the document's. */
export function stampTables(ctx: RequestContext, doc: Row): void {
  for (const field of tablesOf(ctx.site.type(String(doc.doctype))))
    for (const [index, row] of ((doc[field.fieldname] as Row[]) ?? []).entries()) {
      if (isEmpty(row.name)) {
        setName(ctx, row, undefined)
        row.owner = ctx.user
        row.creation = doc.modified
      }
      Object.assign(row, {
        modified: doc.modified,
        modified_by: ctx.user,
        parent: doc.name,
        parentfield: field.fieldname,
        parenttype: doc.doctype,
        idx: index + 1,
        docstatus: doc.docstatus,
      })
      fillNumbers(ctx.site.type(String(row.doctype)), row)
    }
}

/** `fetch_from` is filled on every save. */
export function fetchLinked(ctx: RequestContext, doc: Row): void {
  const type = ctx.site.type(String(doc.doctype))
  fetchInto(ctx, type, doc)
  for (const field of tablesOf(type))
    for (const row of (doc[field.fieldname] as Row[]) ?? [])
      fetchInto(ctx, ctx.site.type(text(field.options)), row)
}

function fetchInto(ctx: RequestContext, type: DocType, row: Row): void {
  for (const field of type.fields) {
    const [link = '', source = ''] = field.fetch_from?.split('.') ?? []
    const target = type.fields.find((f) => f.fieldname === link)?.options
    if (!target || isEmpty(row[link])) continue
    row[field.fieldname] = ctx.site.db.get(target, row[link])?.[source] ?? null
  }
}

/** In the table a number is never null. */
export function fillNumbers(type: DocType, row: Row): void {
  for (const field of columnsOf(type))
    if (NUMBER_TYPES.has(field.fieldtype) && isEmpty(row[field.fieldname])) row[field.fieldname] = 0
}
