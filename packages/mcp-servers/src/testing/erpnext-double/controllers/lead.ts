/** Lead: its names, its contact, its one e-mail address, and a status that is worked out anew at every save. */
import type { Controller } from '../controller.ts'
import type { Name } from '../database.ts'
import type { Row } from '../doctype.ts'
import { erpnextError } from '../frappe-error.ts'
import { isEmpty, type RequestContext, text } from '../request-context.ts'
import { NOTE_METHODS } from './notes.ts'

export const leadController: Controller = {
  validate(ctx, doc, before) {
    setNames(doc)
    checkEmail(ctx, doc)
    if (before) {
      doc.status = leadStatus(ctx, doc)
      if (doc.status !== before.status) labelComment(ctx, doc)
    }
  },
  afterInsert(ctx, doc) {
    if (ctx.site.single('CRM Settings').auto_creation_of_contact) createContact(ctx, doc)
  },
  onTrash(ctx, doc) {
    for (const kind of ['Contact', 'Address']) forgetLinked(ctx, kind, doc)
  },
  methods: {
    ...NOTE_METHODS,
    create_prospect_and_contact: (ctx, doc, { data }) => {
      const wanted = data as Row
      if (!wanted.create_prospect) return
      const prospect = ctx.documents.insert(ctx, {
        doctype: 'Prospect',
        company_name: wanted.prospect_name ?? doc.company_name,
        leads: [{ lead: doc.name }],
      })
      return prospect.name
    },
  },
}

function setNames(doc: Row): void {
  const person = [doc.salutation, doc.first_name, doc.middle_name, doc.last_name]
    .filter((part) => !isEmpty(part))
    .join(' ')
  if (person !== '') doc.lead_name = person
  if (isEmpty(doc.lead_name)) {
    if (isEmpty(doc.company_name) && isEmpty(doc.email_id))
      throw erpnextError("A Lead requires either a person's name or an organization's name")
    doc.lead_name = isEmpty(doc.company_name) ? text(doc.email_id).split('@')[0] : doc.company_name
  }
  doc.title = isEmpty(doc.company_name) ? doc.lead_name : doc.company_name
}

function checkEmail(ctx: RequestContext, doc: Row): void {
  if (isEmpty(doc.email_id)) return
  if (doc.email_id === doc.lead_owner)
    throw erpnextError('Lead Owner cannot be same as the Lead Email Address')
  if (ctx.site.single('CRM Settings').allow_lead_duplication_based_on_emails) return
  const folded = text(doc.email_id).toLowerCase()
  const others = ctx.site.db
    .rows('Lead')
    .filter((row) => row.name !== doc.name && text(row.email_id).toLowerCase() === folded)
    .map((row) => `<a href="/app/lead/${row.name}">${row.name}</a>`)
  if (others.length > 0)
    throw erpnextError(
      `Email Address must be unique, it is already used in ${others.join(', ')}`,
      'DuplicateEntryError',
    )
}

/** What holds from what refers to the lead; otherwise what was set. */
function leadStatus(ctx: RequestContext, doc: Row): unknown {
  const { db } = ctx.site
  const quotations = db
    .rows('Quotation')
    .filter((q) => q.quotation_to === 'Lead' && q.party_name === doc.name && q.docstatus === 1)
  if (db.rows('Customer').some((c) => c.lead_name === doc.name)) return 'Converted'
  if (quotations.some((q) => q.status !== 'Lost')) return 'Quotation'
  const open = db
    .rows('Opportunity')
    .some((o) => o.opportunity_from === 'Lead' && o.party_name === doc.name && o.status !== 'Lost')
  if (open) return 'Opportunity'
  return quotations.length > 0 ? 'Lost Quotation' : doc.status
}

function labelComment(ctx: RequestContext, doc: Row): void {
  ctx.documents.insert(
    ctx,
    {
      doctype: 'Comment',
      comment_type: 'Label',
      reference_doctype: 'Lead',
      reference_name: doc.name,
      content: doc.status,
      comment_email: ctx.user,
    },
    { system: true },
  )
}

function createContact(ctx: RequestContext, lead: Row): void {
  ctx.documents.insert(
    ctx,
    {
      doctype: 'Contact',
      first_name: lead.first_name ?? lead.lead_name,
      last_name: lead.last_name,
      salutation: lead.salutation,
      gender: lead.gender,
      designation: lead.job_title,
      company_name: lead.company_name,
      email_ids: isEmpty(lead.email_id) ? [] : [{ email_id: lead.email_id, is_primary: 1 }],
      phone_nos: [
        ...(isEmpty(lead.phone) ? [] : [{ phone: lead.phone, is_primary_phone: 1 }]),
        ...(isEmpty(lead.mobile_no) ? [] : [{ phone: lead.mobile_no, is_primary_mobile_no: 1 }]),
      ],
      links: [{ link_doctype: 'Lead', link_name: lead.name, link_title: lead.title }],
    },
    { system: true },
  )
}

/** Contacts and addresses of this lead alone go with it; others only lose the link. */
function forgetLinked(ctx: RequestContext, kind: string, doc: Row): void {
  for (const row of ctx.site.db.rows(kind)) {
    const links = (row.links as Row[]) ?? []
    const rest = links.filter((l) => !(l.link_doctype === 'Lead' && l.link_name === doc.name))
    if (rest.length === links.length) continue
    if (rest.length === 0) ctx.site.db.remove(kind, row.name as Name)
    else ctx.site.db.put(kind, { ...row, links: rest })
  }
}
