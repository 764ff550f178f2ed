/** Contacts and addresses: named after whom they belong to. */
import type { Controller } from '../controller.ts'
import type { Row } from '../doctype.ts'
import { FrappeError } from '../frappe-error.ts'
import { freeName } from '../naming.ts'
import { isEmpty, type RequestContext, text } from '../request-context.ts'

const rowsOf = (doc: Row, field: string) => (doc[field] as Row[] | undefined) ?? []

export const contactController: Controller = {
  name(ctx, doc) {
    const [link] = rowsOf(doc, 'links')
    const base = [fullName(doc), link ? text(link.link_name) : ''].filter((p) => p !== '')
    doc.name = freeName(ctx, 'Contact', base.join('-') || ctx.site.hash())
  },
  validate(ctx, doc) {
    doc.full_name = fullName(doc)
    onePrimary(doc, 'email_ids', 'is_primary', 'Email ID')
    onePrimary(doc, 'phone_nos', 'is_primary_phone', 'Phone')
    onePrimary(doc, 'phone_nos', 'is_primary_mobile_no', 'Mobile No.')
    const emails = rowsOf(doc, 'email_ids')
    if (emails.length === 1 && emails[0]) emails[0].is_primary = 1
    const primary = (rows: Row[], flag: string, field: string) =>
      rows.find((row) => Number(row[flag]) === 1)?.[field] ?? ''
    const phones = rowsOf(doc, 'phone_nos')
    doc.email_id = primary(emails, 'is_primary', 'email_id')
    doc.phone = primary(phones, 'is_primary_phone', 'phone')
    doc.mobile_no = primary(phones, 'is_primary_mobile_no', 'phone')
    updateLeads(ctx, doc)
  },
}

const fullName = (doc: Row) =>
  [doc.first_name, doc.middle_name, doc.last_name].filter((part) => !isEmpty(part)).join(' ')

function onePrimary(doc: Row, table: string, flag: string, label: string): void {
  if (rowsOf(doc, table).filter((row) => Number(row[flag]) === 1).length > 1)
    throw new FrappeError(
      'ValidationError',
      `Only one <strong>${label}</strong> can be set as primary.`,
    )
}

function updateLeads(ctx: RequestContext, contact: Row): void {
  for (const link of rowsOf(contact, 'links')) {
    const lead = link.link_doctype === 'Lead' ? ctx.site.db.get('Lead', link.link_name) : undefined
    if (!lead) continue
    ctx.site.db.set('Lead', lead.name, {
      ...(!isEmpty(contact.phone) && { phone: contact.phone }),
      ...(!isEmpty(contact.mobile_no) && { mobile_no: contact.mobile_no }),
    })
  }
}

export const addressController: Controller = {
  name(ctx, doc) {
    const [link] = rowsOf(doc, 'links')
    if (isEmpty(doc.address_title) && link) doc.address_title = link.link_name
    if (isEmpty(doc.address_title))
      throw new FrappeError('ValidationError', 'Address Title is mandatory.')
    doc.name = freeName(ctx, 'Address', `${text(doc.address_title)}-${text(doc.address_type)}`)
  },
}
