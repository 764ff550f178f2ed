/** The life of a document: inserted, changed, submitted, cancelled, deleted, in Frappe's order of checks. */
import { requireRight } from './access.ts'
import { checkLinks, checkMandatory, checkUnique, checkValues } from './check-fields.ts'
import type { Controller, Controllers } from './controller.ts'
import type { DocType, Right, Row } from './doctype.ts'
import { FrappeError } from './frappe-error.ts'
import { setName } from './naming.ts'
import {
  addDefaults,
  fetchLinked,
  fillNumbers,
  mergeTables,
  pickKnown,
  stampTables,
} from './prepare-document.ts'
import { removeDocument } from './remove-document.ts'
import type { DocEvent, Documents, InsertOptions, RequestContext } from './request-context.ts'

export function createDocuments(controllers: Controllers): Documents {
  const of = (type: DocType): Controller => controllers[type.name] ?? {}
  return {
    insert: (ctx, sent, options = {}) => insert(ctx, sent, of, options),
    update: (ctx, doctype, name, changes) => update(ctx, { doctype, name, changes }, of),
    remove: (ctx, doctype, name) => {
      const type = ctx.site.type(doctype)
      const doc = removeDocument(ctx, type, name, of(type))
      fire(ctx, 'on_trash', doc)
    },
  }
}

type ControllerOf = (type: DocType) => Controller

function insert(
  ctx: RequestContext,
  sent: Row,
  controllerOf: ControllerOf,
  options: InsertOptions,
): Row {
  const type = ctx.site.type(String(sent.doctype))
  if (type.issingle)
    return update(ctx, { doctype: type.name, name: type.name, changes: sent }, controllerOf)
  const controller = controllerOf(type)
  const now = ctx.site.clock.now()
  const doc: Row = { doctype: type.name, docstatus: sent.docstatus ?? 0, idx: 0 }
  const known = pickKnown(ctx, type, sent)
  Object.assign(doc, known)
  addDefaults(ctx, type, doc)
  Object.assign(doc, { owner: ctx.user, creation: now, modified: now, modified_by: ctx.user })
  mergeTables(ctx, doc, known, null)
  // A broken link is told to whoever asks, also to those who may not create.
  checkLinks(ctx, doc)
  if (!options.system) requireRight(ctx, type, 'create')
  fetchLinked(ctx, doc)
  controller.beforeInsert?.(ctx, doc)
  controller.name?.(ctx, doc)
  setName(ctx, doc, sent.name)
  if (ctx.site.spelling(type.name, doc.name) !== undefined) throw duplicate(type, doc.name)
  writeChecked(ctx, type, controller, doc, null)
  if (doc.docstatus === 1) requireRight(ctx, type, 'submit')
  controller.afterInsert?.(ctx, doc)
  fire(ctx, 'after_insert', doc)
  controller.onUpdate?.(ctx, doc, null)
  fire(ctx, 'on_update', doc)
  if (doc.docstatus === 1) submitted(ctx, controller, doc)
  return ctx.site.db.get(type.name, doc.name) ?? doc
}

function duplicate(type: DocType, name: unknown): FrappeError {
  return new FrappeError(
    'DuplicateEntryError',
    `${type.name} <strong>${name}</strong> already exists`,
    {
      title: 'Duplicate Name',
      tail: `('${type.name}', '${name}', IntegrityError(1062, "Duplicate entry '${name}' for key 'PRIMARY'"))`,
    },
  )
}

function writeChecked(
  ctx: RequestContext,
  type: DocType,
  controller: Controller,
  doc: Row,
  before: Row | null,
): void {
  controller.validate?.(ctx, doc, before)
  checkMandatory(ctx, doc)
  checkValues(ctx, doc)
  checkUnique(ctx, doc)
  fillNumbers(type, doc)
  stampTables(ctx, doc)
  ctx.site.db.put(type.name, doc)
}

interface Change {
  doctype: string
  name: unknown
  changes: Row
}

function update(ctx: RequestContext, change: Change, controllerOf: ControllerOf): Row {
  const type = ctx.site.type(change.doctype)
  const name = change.changes.name ?? change.name
  const before = ctx.site.read(type.name, name)
  const controller = controllerOf(type)
  const known = pickKnown(ctx, type, change.changes)
  keepPasswords(type, known)
  const doc: Row = { ...before, ...known }
  const steps = docstatusSteps(before, change.changes)
  requireRight(ctx, type, steps.right)
  requireFresh(change.changes.modified, before, ctx)
  doc.docstatus = steps.to
  mergeTables(ctx, doc, known, before)
  requireConstants(type, doc, before)
  if (before.docstatus === 1 && steps.to === 1) requireOpenAfterSubmit(type, doc, before)
  const now = ctx.site.clock.now()
  Object.assign(doc, { modified: now, modified_by: ctx.user })
  if (type.issingle) Object.assign(doc, { owner: before.owner ?? ctx.user })
  if (steps.to !== 2) checkLinks(ctx, doc)
  fetchLinked(ctx, doc)
  writeChecked(ctx, type, controller, doc, before)
  controller.onUpdate?.(ctx, doc, before)
  if (steps.right === 'submit') submitted(ctx, controller, doc)
  else if (steps.right === 'cancel') {
    controller.onCancel?.(ctx, doc)
    fire(ctx, 'on_cancel', doc)
  } else fire(ctx, 'on_update', doc)
  fire(ctx, 'on_change', doc)
  return ctx.site.db.get(type.name, doc.name) ?? doc
}

/** Asterisks mean: as it was. */
function keepPasswords(type: DocType, changes: Row): void {
  for (const { fieldname, fieldtype } of type.fields)
    if (fieldtype === 'Password' && /^\*+$/.test(String(changes[fieldname] ?? '')))
      delete changes[fieldname]
}

function submitted(ctx: RequestContext, controller: Controller, doc: Row): void {
  controller.onSubmit?.(ctx, doc)
  fire(ctx, 'on_submit', doc)
}

function docstatusSteps(before: Row, changes: Row): { to: number; right: Right } {
  const from = Number(before.docstatus ?? 0)
  const to = Number(changes.docstatus ?? from)
  if (from === 0 && to === 1) return { to, right: 'submit' }
  if (from === 1 && to === 2) return { to, right: 'cancel' }
  if (from === 2) throw new FrappeError('ValidationError', 'Cannot edit cancelled document')
  if (from !== to)
    throw new FrappeError(
      'DocstatusTransitionError',
      `Cannot change docstatus from ${from} to ${to}`,
    )
  return { to, right: 'write' }
}

/** Only who sends `modified` is told that somebody else was faster. */
function requireFresh(sent: unknown, before: Row, ctx: RequestContext): void {
  if (sent === undefined || sent === null || sent === before.modified) return
  throw new FrappeError(
    'TimestampMismatchError',
    `Error: Document has been modified after you have opened it (${before.modified}, ${ctx.site.clock.now()}). Please refresh to get the latest document.`,
  )
}

function requireConstants(type: DocType, doc: Row, before: Row): void {
  for (const field of type.fields)
    if (field.set_only_once && before[field.fieldname] && changed(doc, before, field.fieldname))
      throw new FrappeError(
        'CannotChangeConstantError',
        `Value cannot be changed for <strong>${field.label}</strong>`,
      )
}

function requireOpenAfterSubmit(type: DocType, doc: Row, before: Row): void {
  for (const field of type.fields)
    if (!field.allow_on_submit && changed(doc, before, field.fieldname))
      throw new FrappeError(
        'UpdateAfterSubmitError',
        `Not allowed to change <strong>${field.label}</strong> after submission`,
      )
}

const changed = (doc: Row, before: Row, key: string) =>
  JSON.stringify(doc[key] ?? null) !== JSON.stringify(before[key] ?? null)

const fire = (ctx: RequestContext, event: DocEvent, doc: Row) =>
  void ctx.fired.push({ event, doc: { ...doc } })
