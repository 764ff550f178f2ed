/** frappe.client: documents by RPC. */
import { hasRight, present, requireList, requireRead } from '../access.ts'
import type { Name } from '../database.ts'
import { type Row, tablesOf } from '../doctype.ts'
import { matches, readFilters } from '../filters.ts'
import { FrappeError, notFound } from '../frappe-error.ts'
import { listDocuments, sourceRows } from '../list-documents.ts'
import { jsonParameter } from '../read-request.ts'
import type { RequestContext } from '../request-context.ts'
import { isEmpty, text } from '../request-context.ts'
import { type Method, type Methods, need, needText, WRITE } from './method.ts'

const listArguments = (args: Row): Row => ({
  ...args,
  fields: jsonParameter(args.fields),
  filters: jsonParameter(args.filters),
  or_filters: jsonParameter(args.or_filters),
})

function findOne(ctx: RequestContext, args: Row): Row {
  const doctype = needText(args, 'doctype')
  const filters = jsonParameter(args.filters)
  if (isEmpty(filters)) return ctx.site.read(doctype, args.name ?? doctype)
  const [row] = matching(ctx, doctype, filters)
  if (!row) throw notFound(doctype, '')
  return row
}

function matching(ctx: RequestContext, doctype: string, filters: unknown): Row[] {
  const type = ctx.site.type(doctype)
  if (typeof filters === 'string')
    return sourceRows(ctx.site, type).filter((r) => r.name === filters)
  const read = readFilters(ctx.site, doctype, filters)
  return sourceRows(ctx.site, type).filter((row) =>
    read.every((filter) =>
      filter.doctype === doctype
        ? matches(ctx.site, row, filter)
        : tablesOf(type)
            .filter((f) => f.options === filter.doctype)
            .some((f) =>
              ((row[f.fieldname] as Row[]) ?? []).some((c) => matches(ctx.site, c, filter)),
            ),
    ),
  )
}

const get: Method = {
  run(ctx, args) {
    const row = findOne(ctx, args)
    requireRead(ctx, ctx.site.type(needText(args, 'doctype')), row)
    return present(ctx, row, true)
  },
}

const getValue: Method = {
  run(ctx, args) {
    const doctype = needText(args, 'doctype')
    requireList(ctx, ctx.site.type(doctype))
    const wanted = args.fieldname ?? 'name'
    const names = Array.isArray(wanted)
      ? wanted
      : text(wanted).startsWith('[')
        ? (jsonParameter(wanted) as unknown[])
        : [wanted]
    const filters = text(args.filters).startsWith('{') ? jsonParameter(args.filters) : args.filters
    const [row] = matching(ctx, doctype, filters)
    if (!row) return {}
    return Object.fromEntries(names.map((name) => [text(name), row[text(name)] ?? null]))
  },
}

/** Children are put into their parents. */
function insertDoc(ctx: RequestContext, doc: Row): Row {
  if (isEmpty(doc.parenttype)) return ctx.documents.insert(ctx, doc)
  const parent = ctx.site.read(text(doc.parenttype), doc.parent)
  const field = text(doc.parentfield)
  const saved = ctx.documents.update(ctx, text(doc.parenttype), doc.parent, {
    [field]: [...((parent[field] as Row[]) ?? []), doc],
  })
  return (saved[field] as Row[]).at(-1) ?? doc
}

function saveWhole(ctx: RequestContext, doc: Row): Row {
  return ctx.documents.update(ctx, needText(doc, 'doctype'), need(doc, 'name'), {
    ...doc,
    // Absent counts as different.
    modified: doc.modified ?? '',
  })
}

const docOf = (args: Row) => jsonParameter(need(args, 'doc')) as Row

const setValue: Method = {
  verbs: WRITE,
  run(ctx, args) {
    const fieldname = jsonText(need(args, 'fieldname'))
    const values =
      typeof fieldname === 'object' ? (fieldname as Row) : { [text(fieldname)]: args.value }
    const standard = ['name', 'owner', 'creation', 'modified', 'modified_by', 'docstatus']
    for (const key of Object.keys(values))
      if (standard.includes(key))
        throw new FrappeError('ValidationError', 'Cannot edit standard fields')
    const { modified: _, ...changes } = values
    const doctype = needText(args, 'doctype')
    return present(ctx, ctx.documents.update(ctx, doctype, need(args, 'name'), changes), true)
  },
}

const jsonText = (value: unknown) => (text(value).startsWith('{') ? jsonParameter(value) : value)

const bulkUpdate: Method = {
  verbs: WRITE,
  run(ctx, args) {
    const docs = jsonParameter(needText(args, 'docs')) as Row[]
    const failed = docs.flatMap(({ doctype, docname, ...changes }) => {
      try {
        ctx.documents.update(ctx, text(doctype), docname, changes)
        return []
      } catch (error) {
        if (!(error instanceof FrappeError)) throw error
        return [{ doc: { doctype, docname, ...changes }, exc: error.traceback }]
      }
    })
    return { failed_docs: failed }
  },
}

/** The record and all links to it change; `modified` does not, so only a comment tells. */
function renameDoc(ctx: RequestContext, doctype: string, from: string, to: string): string {
  const type = ctx.site.type(doctype)
  const row = ctx.site.read(doctype, from)
  if (!hasRight(ctx, type, 'write')) throw new FrappeError('PermissionError', '', { tail: '' })
  if (ctx.site.db.spelling(doctype, to) !== undefined)
    throw new FrappeError('ValidationError', `${doctype} ${to} already exists`)
  const naming = type.autoname.startsWith('field:') ? { [type.autoname.slice(6)]: to } : {}
  const rename = (child: Row): Row => ({ ...child, parent: to })
  const tables = Object.fromEntries(
    tablesOf(type).map((f) => [f.fieldname, ((row[f.fieldname] as Row[]) ?? []).map(rename)]),
  )
  ctx.site.db.remove(doctype, from as Name)
  ctx.site.db.put(doctype, { ...row, ...tables, ...naming, name: to })
  for (const other of ctx.site.types)
    for (const holder of ctx.site.db.rows(other.name))
      relink(ctx, other.name, holder, { doctype, from, to })
  ctx.documents.insert(
    ctx,
    {
      doctype: 'Comment',
      comment_type: 'Edited',
      reference_doctype: doctype,
      reference_name: to,
      content: `renamed from <strong>${from}</strong> to <strong>${to}</strong>`,
    },
    { system: true },
  )
  return to
}

function relink(
  ctx: RequestContext,
  doctype: string,
  holder: Row,
  change: { doctype: string; from: string; to: string },
): void {
  const relinked = (typeName: string, row: Row): Row => {
    const out = { ...row }
    const type = ctx.site.type(typeName)
    for (const field of type.fields) {
      const value = row[field.fieldname]
      const target = field.fieldtype === 'Dynamic Link' ? row[field.options ?? ''] : field.options
      if (Array.isArray(value) && field.options)
        out[field.fieldname] = value.map((child) => relinked(field.options ?? '', child))
      else if (value === change.from && target === change.doctype && /Link$/.test(field.fieldtype))
        out[field.fieldname] = change.to
    }
    return out
  }
  const next = relinked(doctype, holder)
  if (JSON.stringify(next) !== JSON.stringify(holder)) ctx.site.db.put(doctype, next)
}

const validateLink: Method = {
  run(ctx, args) {
    const doctype = needText(args, 'doctype')
    const name = ctx.site.spelling(doctype, need(args, 'docname'))
    if (name === undefined) return {}
    const fields = (jsonParameter(args.fields) as string[] | undefined) ?? []
    const row = ctx.site.db.get(doctype, name)
    return { name, ...Object.fromEntries(fields.map((f) => [f, row?.[f] ?? null])) }
  },
}

const hasPermission: Method = {
  run(ctx, args) {
    const type = ctx.site.type(needText(args, 'doctype'))
    const right = text(args.perm_type ?? 'read') as 'read'
    return { has_permission: hasRight(ctx, type, right) }
  },
}

export const CLIENT_METHODS: Methods = {
  'frappe.client.get': get,
  'frappe.client.get_time_zone': {
    run: (ctx) => ({ time_zone: ctx.site.single('System Settings').time_zone }),
  },
  'frappe.client.get_list': {
    run: (ctx, args) => listDocuments(ctx, needText(args, 'doctype'), listArguments(args)),
  },
  // Asks for no right at all: it counts what the user may not see.
  'frappe.client.get_count': {
    run: (ctx, args) =>
      matching(ctx, needText(args, 'doctype'), jsonParameter(args.filters) ?? {}).length,
  },
  'frappe.desk.reportview.get_count': {
    run(ctx, args) {
      const type = ctx.site.type(needText(args, 'doctype'))
      requireList(ctx, type)
      return matching(ctx, type.name, jsonParameter(args.filters) ?? {}).length
    },
  },
  'frappe.client.get_value': getValue,
  'frappe.client.set_value': setValue,
  'frappe.client.insert': {
    verbs: WRITE,
    run: (ctx, args) => present(ctx, insertDoc(ctx, docOf(args)), true),
  },
  'frappe.client.insert_many': {
    verbs: WRITE,
    run(ctx, args) {
      const docs = jsonParameter(need(args, 'docs')) as Row[]
      if (docs.length > 200)
        throw new FrappeError('ValidationError', 'Only 200 inserts allowed in one request')
      return docs.map((doc) => insertDoc(ctx, doc).name)
    },
  },
  'frappe.client.save': {
    verbs: WRITE,
    run: (ctx, args) => present(ctx, saveWhole(ctx, docOf(args)), true),
  },
  'frappe.client.submit': {
    verbs: WRITE,
    run: (ctx, args) => present(ctx, saveWhole(ctx, { ...docOf(args), docstatus: 1 }), true),
  },
  'frappe.client.cancel': {
    verbs: WRITE,
    run: (ctx, args) =>
      present(
        ctx,
        ctx.documents.update(ctx, needText(args, 'doctype'), need(args, 'name'), { docstatus: 2 }),
        true,
      ),
  },
  'frappe.client.delete': {
    verbs: ['POST', 'DELETE'],
    run: (ctx, args) => ctx.documents.remove(ctx, needText(args, 'doctype'), need(args, 'name')),
  },
  'frappe.client.rename_doc': {
    verbs: WRITE,
    run: (ctx, args) =>
      renameDoc(
        ctx,
        needText(args, 'doctype'),
        needText(args, 'old_name'),
        needText(args, 'new_name'),
      ),
  },
  'frappe.client.bulk_update': bulkUpdate,
  'frappe.client.has_permission': hasPermission,
  'frappe.client.validate_link': validateLink,
}
