/** Opportunity: filled up from its party, and what it does to it. */
import type { Controller } from '../controller.ts'
import { columnsOf, type Row } from '../doctype.ts'
import { erpnextError } from '../frappe-error.ts'
import { isEmpty, type RequestContext, text } from '../request-context.ts'
import { NOTE_METHODS } from './notes.ts'

export const opportunityController: Controller = {
  validate(ctx, doc) {
    findParty(ctx, doc)
    copyFromParty(ctx, doc)
    fillAmounts(ctx, doc)
  },
  afterInsert(ctx, doc) {
    if (doc.opportunity_from !== 'Lead') return
    // Straight into the table: no hook, no webhook, and `modified` moves.
    ctx.site.db.set('Lead', doc.party_name, {
      status: 'Opportunity',
      modified: ctx.site.clock.now(),
    })
    moveTodos(ctx, doc)
  },
  methods: {
    ...NOTE_METHODS,
    declare_enquiry_lost: (ctx, doc, args) => {
      const active = ctx.site.db
        .rows('Quotation')
        .some((q) => q.opportunity === doc.name && q.docstatus === 1 && q.status !== 'Lost')
      if (active) throw erpnextError('Cannot declare as lost, because Quotation has been made.')
      ctx.documents.update(ctx, 'Opportunity', doc.name, {
        status: 'Lost',
        order_lost_reason: args.detailed_reason,
        lost_reasons: args.lost_reasons_list,
        ...(args.competitors !== undefined && { competitors: args.competitors }),
      })
    },
  },
}

function findParty(ctx: RequestContext, doc: Row): void {
  if (!isEmpty(doc.party_name) || isEmpty(doc.contact_email)) return
  const folded = text(doc.contact_email).toLowerCase()
  const lead =
    ctx.site.db.rows('Lead').find((row) => text(row.email_id).toLowerCase() === folded) ??
    ctx.documents.insert(
      ctx,
      { doctype: 'Lead', lead_name: doc.customer_name, email_id: doc.contact_email },
      { system: true },
    )
  doc.opportunity_from = 'Lead'
  doc.party_name = lead.name
}

/** Custom fields too: whatever has the same name on both. */
function copyFromParty(ctx: RequestContext, doc: Row): void {
  if (isEmpty(doc.opportunity_from) || isEmpty(doc.party_name)) return
  const party = ctx.site.db.get(text(doc.opportunity_from), doc.party_name)
  if (!party) return
  const has = ctx.site.type(text(doc.opportunity_from))
  for (const { fieldname } of columnsOf(ctx.site.type('Opportunity')))
    if (isEmpty(doc[fieldname]) && has.fields.some((f) => f.fieldname === fieldname))
      doc[fieldname] = party[fieldname] ?? null
  doc.customer_name =
    party.customer_name ?? (isEmpty(party.company_name) ? party.lead_name : party.company_name)
  if (isEmpty(doc.title)) doc.title = doc.customer_name
}

function fillAmounts(ctx: RequestContext, doc: Row): void {
  const rate = Number(doc.conversion_rate) || 1
  doc.conversion_rate = rate
  let total = 0
  for (const row of (doc.items as Row[]) ?? []) {
    const item = ctx.site.db.get('Item', row.item_code)
    row.item_name ??= item?.item_name
    row.uom ??= item?.stock_uom
    row.rate ??= 0
    row.amount = Number(row.rate) * Number(row.qty)
    row.base_rate = Number(row.rate) * rate
    row.base_amount = Number(row.amount) * rate
    total += Number(row.amount)
  }
  doc.total = total
  doc.base_total = total * rate
  if (isEmpty(doc.opportunity_amount) && total > 0) doc.opportunity_amount = total
  doc.base_opportunity_amount = (Number(doc.opportunity_amount) || 0) * rate
}

function moveTodos(ctx: RequestContext, doc: Row): void {
  for (const todo of ctx.site.db.rows('ToDo'))
    if (
      todo.reference_type === 'Lead' &&
      todo.reference_name === doc.party_name &&
      todo.status === 'Open'
    )
      ctx.site.db.set('ToDo', todo.name, {
        reference_type: 'Opportunity',
        reference_name: doc.name,
      })
}
