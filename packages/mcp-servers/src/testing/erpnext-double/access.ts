/** Who may do what: roles by DocType, fields by permission level, and the few records that are their owner's. */
import { type DocType, type Right, type Row, TABLE_TYPES } from './doctype.ts'
import { FrappeError } from './frappe-error.ts'
import { ADMINISTRATOR, type RequestContext } from './request-context.ts'

export function hasRight(ctx: RequestContext, type: DocType, right: Right, level = 0): boolean {
  if (ctx.roles.has(ADMINISTRATOR)) return true
  return type.permissions.some(
    (p) => p.permlevel === level && ctx.roles.has(p.role) && p.rights.includes(right),
  )
}

/** Private events and notes are their owner's; User Permissions take away what links to other records than theirs. */
export function mayRead(ctx: RequestContext, doctype: string, row: Row): boolean {
  if (ctx.roles.has(ADMINISTRATOR)) return true
  if (!isPermitted(ctx, doctype, row)) return false
  if (row.owner === ctx.user) return true
  if (doctype === 'Event') return row.event_type === 'Public'
  if (doctype === 'Note') return row.public === 1
  return true
}

/** An empty link is anybody's (`apply_strict_user_permissions` is off). */
function isPermitted(ctx: RequestContext, doctype: string, row: Row): boolean {
  const rules = ctx.site.db.rows('User Permission').filter((rule) => rule.user === ctx.user)
  if (rules.length === 0) return true
  return ctx.site.type(doctype).fields.every(({ fieldname, fieldtype, options }) => {
    const allowed = rules.filter((rule) => rule.allow === options).map((rule) => rule.for_value)
    const value = row[fieldname]
    return fieldtype !== 'Link' || allowed.length === 0 || !value || allowed.includes(value)
  })
}

const byRole = (ctx: RequestContext, doctype: string) =>
  `User <strong>${ctx.user}</strong> does not have doctype access via role permission for document <strong>${doctype}</strong>`

export function requireList(ctx: RequestContext, type: DocType): void {
  if (hasRight(ctx, type, 'read')) return
  throw new FrappeError('PermissionError', byRole(ctx, type.name), {
    tail: '',
    reason: `No permission for ${type.name}`,
  })
}

export function requireRead(ctx: RequestContext, type: DocType, row: Row): void {
  const denied = (message: string) => {
    throw new FrappeError('PermissionError', message, { tail: '' })
  }
  if (!hasRight(ctx, type, 'read')) denied(noDocument(ctx, type.name))
  if (!mayRead(ctx, type.name, row))
    denied(
      `User <strong>${ctx.user}</strong> does not have access to this document: ${type.name} - ${row.name}`,
    )
}

export function requireRight(ctx: RequestContext, type: DocType, right: Right): void {
  if (hasRight(ctx, type, right)) return
  throw new FrappeError('PermissionError', noDocument(ctx, type.name), {
    tail: '',
    reason: `Insufficient Permission for ${type.name} (<strong>${right}</strong>)`,
  })
}

const noDocument = (ctx: RequestContext, doctype: string) =>
  `${byRole(ctx, doctype)}<br>User <strong>${ctx.user}</strong> does not have access to this document`

/** A field of a level that no role of the user reaches is left out without a word. */
export function mayReadField(ctx: RequestContext, type: DocType, fieldname: string): boolean {
  const level = type.fields.find((f) => f.fieldname === fieldname)?.permlevel ?? 0
  return level === 0 || hasRight(ctx, type, 'read', level)
}

export const mayWriteField = (ctx: RequestContext, type: DocType, fieldname: string): boolean => {
  const level = type.fields.find((f) => f.fieldname === fieldname)?.permlevel ?? 0
  return level === 0 || hasRight(ctx, type, 'write', level)
}

/** A document as REST shows it: no nulls, tables always there, passwords as asterisks. */
export function present(ctx: RequestContext, row: Row, nulls = false): Row {
  const type = ctx.site.type(String(row.doctype))
  const out: Row = {}
  for (const [key, value] of Object.entries(row)) {
    const field = type.fields.find((f) => f.fieldname === key)
    if (key.startsWith('_') && !key.startsWith('__')) continue
    if (field && !mayReadField(ctx, type, key)) continue
    if (value === undefined || (value === null && !nulls)) continue
    out[key] = field?.fieldtype === 'Password' && value !== null ? '*'.repeat(8) : shown(value)
  }
  for (const field of type.fields) {
    if (!TABLE_TYPES.has(field.fieldtype)) {
      if (nulls && !(field.fieldname in out)) out[field.fieldname] = null
    } else {
      const rows = (row[field.fieldname] as Row[] | undefined) ?? []
      out[field.fieldname] = rows.map((child) => present(ctx, child, nulls))
    }
  }
  return out
}

/** A datetime whose fraction is zero is read without it. */
export const shown = (value: unknown) =>
  typeof value === 'string'
    ? value.replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.000000$/, '$1')
    : value
