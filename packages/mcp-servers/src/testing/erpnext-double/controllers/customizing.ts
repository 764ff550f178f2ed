/** Custom fields, custom DocTypes and webhooks. Their DDL commits at once: a failure after it takes nothing back. */
import type { Controller } from '../controller.ts'
import { type DocField, type DocPerm, type DocType, RIGHTS, type Row } from '../doctype.ts'
import { FrappeError } from '../frappe-error.ts'
import { isEmpty, type RequestContext, text } from '../request-context.ts'

const RESTRICTED = new Set(
  'name parent creation owner modified modified_by parentfield parenttype file_list flags docstatus'.split(
    ' ',
  ),
)
/** Names that a document's own methods have: the first insert passes, the next edit fails. */
const METHODS = new Set(
  'update get set save submit cancel insert delete validate meta append extend reload'.split(' '),
)

const invalid = (message: string, type = 'ValidationError') => new FrappeError(type, message)

export const customFieldController: Controller = {
  name(ctx, doc) {
    const { fieldname, label } = doc
    if (isEmpty(fieldname) && isEmpty(label)) throw invalid('Label is mandatory')
    doc.fieldname = isEmpty(fieldname)
      ? `custom_${text(label).toLowerCase().replaceAll(/\W+/g, '_')}`
      : text(fieldname).toLowerCase()
    if (ctx.site.field(text(doc.dt), text(doc.fieldname)))
      throw invalid(`A field with the name ${doc.fieldname} already exists in ${doc.dt}`)
    doc.label ??= text(doc.fieldname)
    doc.name = `${doc.dt}-${doc.fieldname}`
  },
  validate(_ctx, doc, before) {
    if (before && before.fieldtype !== doc.fieldtype)
      throw invalid(`Fieldtype cannot be changed from ${before.fieldtype} to ${doc.fieldtype}`)
  },
  onUpdate(ctx, doc) {
    const type = ctx.site.type(text(doc.dt))
    const field = { ...toField(doc), custom: true }
    const rest = type.fields.filter((f) => f.fieldname !== field.fieldname)
    const after = rest.findIndex((f) => f.fieldname === doc.insert_after)
    rest.splice(after === -1 ? rest.length : after + 1, 0, field)
    ctx.site.define({ ...type, fields: rest })
    ctx.site.db.commit()
  },
  onTrash(ctx, doc) {
    if (doc.owner === 'Administrator' && ctx.user !== 'Administrator')
      throw invalid(
        'Custom Field is created by the Administrator and can only be deleted through the Administrator account.',
      )
    const type = ctx.site.type(text(doc.dt))
    ctx.site.define({
      ...type,
      fields: type.fields.filter((f) => f.fieldname !== doc.fieldname),
    })
  },
}

export const doctypeController: Controller = {
  beforeInsert(_ctx, doc) {
    if (!doc.custom)
      throw invalid(
        "Not in Developer Mode! Set in site_config.json or make 'Custom' DocType.",
        'CannotCreateStandardDoctypeError',
      )
  },
  validate(ctx, doc, before) {
    checkTypeName(text(doc.name))
    if (before && !ctx.site.type(text(doc.name)).custom)
      throw invalid('Standard DocType cannot be edited', 'CannotCreateStandardDoctypeError')
    for (const row of rowsOf(doc, 'fields')) checkFieldRow(ctx, row, before !== null)
    if (doc.istable) doc.permissions = []
    for (const [index, row] of rowsOf(doc, 'permissions').entries())
      if (!['read', 'write', 'create', 'delete', 'submit', 'cancel'].some((r) => row[r]))
        throw invalid(`For ${doc.name} at row ${index + 1}: No basic permissions set`)
    if (doc.is_submittable && !rowsOf(doc, 'fields').some((f) => f.fieldname === 'amended_from'))
      (doc.fields as Row[]).push({
        doctype: 'DocField',
        fieldname: 'amended_from',
        label: 'Amended From',
        fieldtype: 'Link',
        options: doc.name,
        no_copy: 1,
        read_only: 1,
      })
  },
  onUpdate(ctx, doc) {
    ctx.site.define(toType(doc))
    ctx.site.db.commit()
  },
  onTrash(ctx, doc) {
    if (!ctx.site.type(text(doc.name)).custom)
      throw invalid('Standard DocType can not be deleted.', 'PermissionError')
    ctx.site.forget(text(doc.name))
  },
}

const rowsOf = (doc: Row, table: string) => (doc[table] as Row[] | undefined) ?? []

function checkTypeName(name: string): void {
  if (!/^[A-Za-z][\w\- ]*$/.test(name))
    throw invalid(
      "DocType's name should start with a letter and can only consist of letters, numbers, spaces, underscores and hyphens",
      'NameError',
    )
  if (name.length > 61) throw invalid('Doctype name is limited to 61 characters', 'NameError')
}

function checkFieldRow(ctx: RequestContext, row: Row, edited: boolean): void {
  row.fieldname ??= text(row.label).toLowerCase().replaceAll(/\W+/g, '_')
  const name = text(row.fieldname)
  if (RESTRICTED.has(name)) throw invalid(`Fieldname ${name} is restricted`)
  if (edited && METHODS.has(name)) throw invalid(`Fieldname ${name} conflicting with meta object`)
  if (/^(Link|Table|Table MultiSelect)$/.test(text(row.fieldtype)) && !ctx.site.knows(row.options))
    throw invalid(`Options must be a valid DocType for field ${row.label} in row ${row.idx ?? 1}`)
}

function toField(row: Row): DocField {
  const field: DocField = {
    fieldname: text(row.fieldname),
    label: text(row.label),
    fieldtype: text(row.fieldtype),
  }
  if (!isEmpty(row.options)) field.options = text(row.options)
  if (!isEmpty(row.default)) field.default = text(row.default)
  if (!isEmpty(row.fetch_from)) field.fetch_from = text(row.fetch_from)
  if (row.permlevel) field.permlevel = Number(row.permlevel)
  for (const flag of [
    'reqd',
    'unique',
    'read_only',
    'set_only_once',
    'allow_on_submit',
    'no_copy',
    'non_negative',
  ] as const)
    if (row[flag]) field[flag] = true
  return field
}

function toType(doc: Row): DocType {
  const permissions: DocPerm[] = rowsOf(doc, 'permissions').map((row) => ({
    role: text(row.role),
    permlevel: Number(row.permlevel ?? 0),
    rights: RIGHTS.filter((right) => Number(row[right]) === 1),
  }))
  const naming = text(doc.autoname)
  const fields = rowsOf(doc, 'fields').map(toField)
  const byField = naming.startsWith('field:') ? naming.slice(6) : undefined
  return {
    name: text(doc.name),
    module: text(doc.module),
    autoname: naming === '' || naming === 'hash' ? 'hash' : naming.replace(/^prompt$/, 'Prompt'),
    istable: Boolean(doc.istable),
    issingle: Boolean(doc.issingle),
    is_submittable: Boolean(doc.is_submittable),
    custom: true,
    fields: fields.map((f) => (f.fieldname === byField ? { ...f, unique: true } : f)),
    permissions,
    search_fields: text(doc.search_fields)
      .split(',')
      .map((f) => f.trim())
      .filter((f) => f !== ''),
    ...(!isEmpty(doc.title_field) && { title_field: text(doc.title_field) }),
  }
}

export const webhookController: Controller = {
  validate(ctx, doc) {
    doc.webhook_docevent = isEmpty(doc.webhook_docevent) ? 'after_insert' : doc.webhook_docevent
    const type = ctx.site.type(text(doc.webhook_doctype))
    if (/submit|cancel/.test(text(doc.webhook_docevent)) && !type.is_submittable)
      throw invalid('DocType must be Submittable for the selected Doc Event')
    if (!URL.canParse(text(doc.request_url))) throw invalid('Check Request URL')
  },
}
