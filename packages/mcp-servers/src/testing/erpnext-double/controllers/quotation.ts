/** Quotation: filled up from the company, Selling Settings and the items, where the wizard has set them up. */
import type { Controller } from '../controller.ts'
import type { Row } from '../doctype.ts'
import { erpnextError } from '../frappe-error.ts'
import { isEmpty, type RequestContext, text } from '../request-context.ts'

export const quotationController: Controller = {
  validate(ctx, doc) {
    if (!isEmpty(doc.valid_till) && text(doc.valid_till) < text(doc.transaction_date))
      throw erpnextError('Valid till date cannot be before transaction date')
    fillParty(ctx, doc)
    fillPrices(ctx, doc)
    fillTotals(ctx, doc)
    if (Number(doc.docstatus) === 0) doc.status = 'Draft'
  },
  onSubmit(ctx, doc) {
    ctx.site.db.set('Quotation', doc.name, { status: 'Open' })
    doc.status = 'Open'
    const now = ctx.site.clock.now()
    if (doc.quotation_to === 'Lead')
      ctx.site.db.set('Lead', doc.party_name, { status: 'Quotation', modified: now })
    for (const opportunity of opportunitiesOf(doc))
      ctx.site.db.set('Opportunity', opportunity, { status: 'Quotation', modified: now })
  },
  onCancel(ctx, doc) {
    ctx.site.db.set('Quotation', doc.name, { status: 'Cancelled' })
    for (const opportunity of opportunitiesOf(doc))
      ctx.site.db.set('Opportunity', opportunity, {
        status: 'Open',
        modified: ctx.site.clock.now(),
      })
  },
  methods: {
    declare_enquiry_lost: (ctx, doc, args) => {
      ctx.site.db.set('Quotation', doc.name, {
        status: 'Lost',
        lost_reasons: args.lost_reasons_list,
        order_lost_reason: args.detailed_reason,
        modified: ctx.site.clock.now(),
      })
    },
  },
}

function opportunitiesOf(doc: Row): unknown[] {
  const rows = (doc.items as Row[]) ?? []
  const named = [doc.opportunity, ...rows.map((row) => row.prevdoc_docname)]
  return [...new Set(named.filter((name) => !isEmpty(name)))]
}

function fillParty(ctx: RequestContext, doc: Row): void {
  const party = ctx.site.db.get(text(doc.quotation_to), doc.party_name)
  if (!party) return
  doc.customer_name =
    party.customer_name ?? (isEmpty(party.company_name) ? party.lead_name : party.company_name)
  if (isEmpty(doc.title)) doc.title = doc.customer_name
}

function fillPrices(ctx: RequestContext, doc: Row): void {
  const company = ctx.site.db.get('Company', doc.company)
  const currency = company?.default_currency
  if (isEmpty(currency)) return
  doc.currency ??= currency
  doc.conversion_rate ??= 1
  doc.selling_price_list ??= ctx.site.single('Selling Settings').selling_price_list
  if (isEmpty(doc.selling_price_list)) return
  doc.price_list_currency ??= currency
  doc.plc_conversion_rate ??= 1
}

function fillTotals(ctx: RequestContext, doc: Row): void {
  let total = 0
  let quantity = 0
  for (const row of (doc.items as Row[]) ?? []) {
    const item = ctx.site.db.get('Item', row.item_code)
    row.item_name ??= item?.item_name ?? row.item_code
    row.uom ??= item?.stock_uom
    row.description ??= item?.description
    row.conversion_factor ??= 1
    row.rate ??= item?.standard_rate ?? 0
    row.amount = Math.round(Number(row.rate) * Number(row.qty ?? 0) * 100) / 100
    row.base_rate = row.rate
    row.base_amount = row.amount
    total += Number(row.amount)
    quantity += Number(row.qty ?? 0)
  }
  const grand = total * (1 - Number(doc.additional_discount_percentage ?? 0) / 100)
  Object.assign(doc, {
    total,
    base_total: total,
    net_total: total,
    total_qty: quantity,
    grand_total: grand,
    base_grand_total: grand,
    rounded_total: doc.disable_rounded_total ? 0 : Math.round(grand),
  })
}
