/** Deleting: refused while something links here; what was deleted stands in Deleted Document. */
import { requireRight } from './access.ts'
import type { Controller } from './controller.ts'
import type { Name } from './database.ts'
import { type DocType, fieldOf, type Row, tablesOf } from './doctype.ts'
import { FrappeError } from './frappe-error.ts'
import { giveBackNumber } from './naming.ts'
import type { RequestContext } from './request-context.ts'

/** These go with what they are about, or do not hold it. */
const HOLD_NOTHING = new Set([
  'ToDo',
  'Comment',
  'Communication',
  'File',
  'Version',
  'Deleted Document',
  'Contact',
  'Address',
])

export function removeDocument(
  ctx: RequestContext,
  type: DocType,
  name: unknown,
  controller: Controller,
): Row {
  const exists = type.name === 'DocType' ? ctx.site.knows(name) : ctx.site.exists(type.name, name)
  if (!exists) throw new FrappeError('DoesNotExistError', '', { silent: true })
  const doc = ctx.site.read(type.name, name)
  requireRight(ctx, type, 'delete')
  if (doc.docstatus === 1)
    throw new FrappeError(
      'ValidationError',
      `${type.name} ${name}: Submitted Record cannot be deleted. You must <strong>Cancel</strong> it first.`,
    )
  controller.onTrash?.(ctx, doc)
  requireUnlinked(ctx, type, name)
  ctx.site.db.remove(type.name, name as Name)
  forgetTrimmings(ctx, type.name, name)
  giveBackNumber(ctx, type.name, name)
  keepDeleted(ctx, doc)
  return doc
}

function requireUnlinked(ctx: RequestContext, type: DocType, name: unknown): void {
  for (const other of ctx.site.types) {
    if (other.istable || HOLD_NOTHING.has(other.name)) continue
    const holder = ctx.site.db
      .rows(other.name)
      .find(
        (row) =>
          row.docstatus !== 2 &&
          !(other.name === type.name && row.name === name) &&
          links(ctx, other, row, type.name, name),
      )
    if (!holder) continue
    const hint = fieldOf(type, 'disabled')
      ? ` You can disable this ${type.name} instead of deleting it.`
      : ''
    throw new FrappeError(
      'LinkExistsError',
      `Cannot delete or cancel because ${type.name} <a href="/app/${type.name.toLowerCase()}/${name}">${name}</a> is linked with ${other.name} <a href="/app/${other.name.toLowerCase()}/${holder.name}">${holder.name}</a>${hint}`,
    )
  }
}

function links(ctx: RequestContext, type: DocType, row: Row, to: string, name: unknown): boolean {
  const here = type.fields.some(
    (field) =>
      row[field.fieldname] === name &&
      ((field.fieldtype === 'Link' && field.options === to) ||
        (field.fieldtype === 'Dynamic Link' && row[field.options ?? ''] === to)),
  )
  if (here) return true
  return tablesOf(type).some((field) =>
    ((row[field.fieldname] as Row[] | undefined) ?? []).some((child) =>
      links(ctx, ctx.site.type(String(field.options)), child, to, name),
    ),
  )
}

function forgetTrimmings(ctx: RequestContext, doctype: string, name: unknown): void {
  const about = [
    ['ToDo', 'reference_type'],
    ['Comment', 'reference_doctype'],
  ] as const
  for (const [kind, key] of about)
    for (const row of ctx.site.db.rows(kind))
      if (row[key] === doctype && row.reference_name === name)
        ctx.site.db.remove(kind, row.name as Name)
}

function keepDeleted(ctx: RequestContext, doc: Row): void {
  const now = ctx.site.clock.now()
  ctx.site.db.put('Deleted Document', {
    doctype: 'Deleted Document',
    name: ctx.site.hash(),
    owner: ctx.user,
    creation: now,
    modified: now,
    modified_by: ctx.user,
    docstatus: 0,
    idx: 0,
    deleted_doctype: doc.doctype,
    deleted_name: doc.name,
    data: JSON.stringify(doc),
    restored: 0,
  })
}
