/** What links point to: the lists that the setup wizard fills. */
import { type DocType, doctype } from '../doctype.ts'

const READERS = {
  'System Manager': 'RWCD',
  'Sales Master Manager': 'RWCD',
  'Sales Manager': 'RWC',
  'Sales User': 'R',
  'Projects User': 'R',
}

const master = (name: string, module: string, field: string, more = '', autoname?: string) =>
  doctype({
    name,
    module,
    autoname: autoname ?? `field:${field}`,
    search: field,
    permissions: READERS,
    fields: `${field}* : Data : : unique\n${more}`,
  })

const tree = (name: string, module: string, stem: string) =>
  master(
    name,
    module,
    `${stem}_name`,
    `parent_${stem} : Link : ${name}
     is_group : Check`,
  )

export const MASTER_DOCTYPES: DocType[] = [
  tree('Territory', 'Setup', 'territory'),
  tree('Customer Group', 'Setup', 'customer_group'),
  tree('Item Group', 'Setup', 'item_group'),
  master('Industry Type', 'Selling', 'industry'),
  master('Lead Source', 'CRM', 'source_name', 'details : Text Editor'),
  master('Market Segment', 'CRM', 'market_segment'),
  master('Sales Stage', 'CRM', 'stage_name'),
  master('Opportunity Lost Reason', 'CRM', 'lost_reason'),
  master('Competitor', 'CRM', 'competitor_name', 'website : Data'),
  master('Campaign', 'CRM', 'campaign_name', 'description : Text'),
  master('Project Type', 'Projects', 'project_type'),
  master('Salutation', 'Contacts', 'salutation'),
  master('Gender', 'Contacts', 'gender'),
  master('UOM', 'Setup', 'uom_name', 'must_be_whole_number : Check'),
  master('Price List', 'Stock', 'price_list_name', 'currency : Link : Currency\nselling : Check'),
  master('Company', 'Setup', 'company_name', 'abbr : Data\ndefault_currency : Link : Currency'),
  master('Country', 'Geo', 'country_name', 'code : Data'),
  master('Currency', 'Geo', 'currency_name', 'enabled : Check'),
  master('Language', 'Core', 'language_code', 'language_name : Data'),
  doctype({
    name: 'Opportunity Type',
    module: 'CRM',
    autoname: 'Prompt',
    permissions: READERS,
    fields: 'description : Small Text',
  }),
]

/** Version 16 keeps where a lead came from under other names. */
export const UTM_DOCTYPES: DocType[] = [
  doctype({
    name: 'UTM Source',
    module: 'CRM',
    autoname: 'Prompt',
    permissions: READERS,
    fields: 'description : Small Text',
  }),
  doctype({
    name: 'UTM Campaign',
    module: 'CRM',
    autoname: 'Prompt',
    permissions: READERS,
    fields: 'campaign_description : Small Text',
  }),
]
