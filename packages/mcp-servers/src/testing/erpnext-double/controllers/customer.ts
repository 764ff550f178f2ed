/** Customer: a second one of the same name gets a suffix and a notice, and the lead behind it is converted. */
import type { Controller } from '../controller.ts'
import type { Row } from '../doctype.ts'
import { erpnextError } from '../frappe-error.ts'
import { freeName, nextInSeries } from '../naming.ts'
import { isEmpty, type RequestContext, text } from '../request-context.ts'

export const customerController: Controller = {
  name(ctx, doc) {
    if (ctx.site.single('Selling Settings').cust_master_name === 'Naming Series') {
      doc.name = nextInSeries(ctx, text(doc.naming_series))
      return
    }
    const wanted = text(doc.customer_name)
    if (wanted === '')
      doc.name = ctx.site.hash() // the check of mandatory fields refuses it
    else doc.name = freeName(ctx, 'Customer', wanted, ' - ')
    if (wanted !== '' && doc.name !== wanted)
      ctx.messages.push({
        message: `Changed customer name to '${doc.name}' as '${wanted}' already exists.`,
        title: 'Note',
        indicator: 'yellow',
      })
  },
  validate(ctx, doc) {
    if (ctx.site.spelling('Customer Group', doc.customer_name) !== undefined)
      throw erpnextError(
        'A Customer Group exists with same name please change the Customer name or rename the Customer Group',
        'NameError',
      )
  },
  onUpdate(ctx, doc, before) {
    if (isEmpty(doc.lead_name)) {
      if (!before) makeContact(ctx, doc)
      return
    }
    ctx.site.db.set('Lead', doc.lead_name, {
      status: 'Converted',
      modified: ctx.site.clock.now(),
    })
    linkPeople(ctx, doc)
  },
}

function linkPeople(ctx: RequestContext, customer: Row): void {
  for (const kind of ['Contact', 'Address'])
    for (const row of ctx.site.db.rows(kind)) {
      const links = (row.links as Row[]) ?? []
      const has = (doctype: string, name: unknown) =>
        links.some((l) => l.link_doctype === doctype && l.link_name === name)
      if (!has('Lead', customer.lead_name) || has('Customer', customer.name)) continue
      ctx.documents.update(ctx, kind, row.name, {
        links: [...links, { link_doctype: 'Customer', link_name: customer.name }],
      })
    }
}

/** From the e-mail and number that were sent along, which are no fields of its own. */
function makeContact(ctx: RequestContext, doc: Row): void {
  if (isEmpty(doc.email_id) && isEmpty(doc.mobile_no)) return
  const contact = ctx.documents.insert(
    ctx,
    {
      doctype: 'Contact',
      first_name: doc.customer_name,
      is_primary_contact: 1,
      email_ids: isEmpty(doc.email_id) ? [] : [{ email_id: doc.email_id, is_primary: 1 }],
      phone_nos: isEmpty(doc.mobile_no) ? [] : [{ phone: doc.mobile_no, is_primary_mobile_no: 1 }],
      links: [{ link_doctype: 'Customer', link_name: doc.name }],
    },
    { system: true },
  )
  ctx.site.db.set('Customer', doc.name, { customer_primary_contact: contact.name })
}
