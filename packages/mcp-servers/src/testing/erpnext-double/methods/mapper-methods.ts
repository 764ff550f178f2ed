/** ERPNext's mappers: they return an unsaved document, and saving it is the caller's. */
import { requireRead } from '../access.ts'
import { columnsOf, type Row, tablesOf } from '../doctype.ts'
import { erpnextError } from '../frappe-error.ts'
import { isEmpty, type RequestContext, text } from '../request-context.ts'
import { type Method, type Methods, need, needText } from './method.ts'

interface Mapping {
  from: string
  to: string
  /** Beside the fields of the same name. */
  fill(ctx: RequestContext, source: Row): Row
}

const partyName = (row: Row) => (isEmpty(row.company_name) ? row.lead_name : row.company_name)
const settings = (ctx: RequestContext) => ctx.site.single('Selling Settings')

const quotationFrom = (doctype: string): Mapping => ({
  from: doctype,
  to: 'Quotation',
  fill: (_ctx, row) => ({ quotation_to: doctype, party_name: row.name }),
})

const opportunityFrom = (doctype: string): Mapping => ({
  from: doctype,
  to: 'Opportunity',
  fill: (_ctx, row) => ({ opportunity_from: doctype, party_name: row.name }),
})

const MAPPINGS: Record<string, Mapping> = {
  'erpnext.crm.doctype.lead.lead.make_customer': {
    from: 'Lead',
    to: 'Customer',
    fill: (ctx, lead) => ({
      customer_type: isEmpty(lead.company_name) ? 'Individual' : 'Company',
      customer_name: partyName(lead),
      lead_name: lead.name,
      customer_group: settings(ctx).customer_group,
    }),
  },
  'erpnext.crm.doctype.lead.lead.make_opportunity': {
    from: 'Lead',
    to: 'Opportunity',
    fill: (_ctx, lead) => ({
      opportunity_from: 'Lead',
      party_name: lead.name,
      customer_name: partyName(lead),
      contact_email: lead.email_id,
      contact_mobile: lead.mobile_no,
      opportunity_owner: lead.lead_owner,
      campaign: lead.campaign_name,
    }),
  },
  'erpnext.crm.doctype.lead.lead.make_quotation': quotationFrom('Lead'),
  'erpnext.crm.doctype.opportunity.opportunity.make_customer': {
    from: 'Opportunity',
    to: 'Customer',
    fill: (ctx, row) => ({
      customer_type: 'Company',
      customer_name: row.customer_name,
      opportunity_name: row.name,
      customer_group: settings(ctx).customer_group,
      ...(row.opportunity_from === 'Lead' && { lead_name: row.party_name }),
    }),
  },
  'erpnext.crm.doctype.opportunity.opportunity.make_quotation': {
    from: 'Opportunity',
    to: 'Quotation',
    fill: (_ctx, row) => ({
      quotation_to: row.opportunity_from,
      party_name: row.party_name,
      opportunity: row.name,
      items: ((row.items as Row[]) ?? []).map((item, index) => ({
        doctype: 'Quotation Item',
        __islocal: 1,
        idx: index + 1,
        parentfield: 'items',
        parenttype: 'Quotation',
        item_code: item.item_code,
        item_name: item.item_name,
        description: item.description,
        qty: item.qty,
        uom: item.uom,
        rate: item.rate,
        prevdoc_doctype: 'Opportunity',
        prevdoc_docname: row.name,
      })),
    }),
  },
  'erpnext.crm.doctype.prospect.prospect.make_customer': {
    from: 'Prospect',
    to: 'Customer',
    fill: (_ctx, row) => ({
      customer_type: 'Company',
      customer_name: row.company_name,
      prospect_name: row.name,
    }),
  },
  'erpnext.crm.doctype.prospect.prospect.make_opportunity': opportunityFrom('Prospect'),
  'erpnext.selling.doctype.customer.customer.make_quotation': quotationFrom('Customer'),
  'erpnext.selling.doctype.customer.customer.make_opportunity': opportunityFrom('Customer'),
  'erpnext.selling.doctype.quotation.quotation.make_sales_order': {
    from: 'Quotation',
    to: 'Sales Order',
    fill: (ctx, row) => {
      if (row.docstatus !== 1) throw erpnextError('Cannot map because condition fails: docstatus')
      if (!isEmpty(row.valid_till) && text(row.valid_till) < ctx.site.clock.today())
        throw erpnextError('Validity period of this quotation has ended.')
      return {
        customer: row.quotation_to === 'Customer' ? row.party_name : customerOfLead(ctx, row),
        items: ((row.items as Row[]) ?? []).map((item) => ({
          doctype: 'Sales Order Item',
          __islocal: 1,
          item_code: item.item_code,
          item_name: item.item_name,
          qty: item.qty,
          uom: item.uom,
          rate: item.rate,
          prevdoc_docname: row.name,
        })),
      }
    },
  },
}

/** An order needs a customer: this mapper makes one by the way. */
function customerOfLead(ctx: RequestContext, quotation: Row): unknown {
  const known = ctx.site.db.rows('Customer').find((c) => c.lead_name === quotation.party_name)
  if (known) return known.name
  const lead = ctx.site.read('Lead', quotation.party_name)
  const customer = mapped(ctx, 'erpnext.crm.doctype.lead.lead.make_customer', lead.name)
  return ctx.documents.insert(ctx, customer).name
}

function mapped(ctx: RequestContext, method: string, name: unknown): Row {
  const mapping = MAPPINGS[method]
  if (!mapping) throw erpnextError(`Failed to get method for command ${method}`)
  const from = ctx.site.type(mapping.from)
  const to = ctx.site.type(mapping.to)
  const source = ctx.site.read(mapping.from, name)
  requireRead(ctx, from, source)
  const target: Row = { docstatus: 0, doctype: to.name }
  for (const field of columnsOf(to)) {
    const same = from.fields.find((f) => f.fieldname === field.fieldname)
    if (!same || field.no_copy || same.no_copy || isEmpty(source[field.fieldname])) continue
    target[field.fieldname] = source[field.fieldname]
  }
  for (const field of tablesOf(to)) target[field.fieldname] = []
  delete target.naming_series
  Object.assign(target, mapping.fill(ctx, source), { __islocal: 1, __unsaved: 1 })
  return Object.fromEntries(
    Object.entries(target).filter(([, value]) => value !== null && value !== undefined),
  )
}

const mapper = (method: string): Method => ({
  run: (ctx, args) => mapped(ctx, method, need(args, 'source_name')),
})

const addLeadToProspect: Method = {
  run(ctx, args) {
    const prospect = ctx.site.read('Prospect', needText(args, 'prospect'))
    ctx.documents.update(ctx, 'Prospect', prospect.name, {
      leads: [...((prospect.leads as Row[]) ?? []), { lead: needText(args, 'lead') }],
    })
    ctx.messages.push({
      message: `Lead ${args.lead} has been added to prospect ${prospect.name}.`,
      title: 'Lead -> Prospect',
      indicator: 'green',
    })
  },
}

const leadFromCommunication: Method = {
  run(ctx, args) {
    const doc = ctx.site.read('Communication', needText(args, 'communication'))
    const known = ctx.site.db.rows('Lead').find((row) => row.email_id === doc.sender)
    if (known) return known.name
    const lead = ctx.documents.insert(ctx, {
      doctype: 'Lead',
      lead_name: doc.sender_full_name ?? text(doc.sender).split('@')[0],
      email_id: doc.sender,
      mobile_no: doc.phone_no,
    })
    ctx.site.db.set('Communication', doc.name, {
      reference_doctype: 'Lead',
      reference_name: lead.name,
    })
    return lead.name
  },
}

const openActivities: Method = {
  run(ctx, args) {
    const doctype = needText(args, 'ref_doctype')
    const name = needText(args, 'ref_docname')
    return {
      tasks: ctx.site.db
        .rows('ToDo')
        .filter(
          (t) => t.reference_type === doctype && t.reference_name === name && t.status === 'Open',
        ),
      events: ctx.site.db
        .rows('Event')
        .filter((e) =>
          ((e.event_participants as Row[]) ?? []).some(
            (p) => p.reference_doctype === doctype && p.reference_docname === name,
          ),
        ),
    }
  },
}

export const MAPPER_METHODS: Methods = {
  ...Object.fromEntries(Object.keys(MAPPINGS).map((name) => [name, mapper(name)])),
  'frappe.model.mapper.make_mapped_doc': {
    run: (ctx, args) => mapped(ctx, needText(args, 'method'), need(args, 'source_name')),
  },
  'erpnext.crm.doctype.lead.lead.add_lead_to_prospect': addLeadToProspect,
  'erpnext.crm.doctype.lead.lead.make_lead_from_communication': leadFromCommunication,
  'erpnext.crm.utils.get_open_activities': openActivities,
}
