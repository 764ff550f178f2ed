/** What the setup wizard creates; its lists have no Website, LinkedIn or API, no Utilities, Water, Oil & Gas or Mining. */
import type { Row } from './doctype.ts'

interface MasterRows {
  doctype: string
  rows: Row[]
}

const named = (doctype: string, field: string, names: readonly string[]): MasterRows => ({
  doctype,
  rows: names.map((name) => ({ [field]: name })),
})

function tree(doctype: string, stem: string, root: string, leaves: readonly string[]): MasterRows {
  const rows: Row[] = [{ [`${stem}_name`]: root, is_group: 1 }]
  for (const leaf of leaves) rows.push({ [`${stem}_name`]: leaf, [`parent_${stem}`]: root })
  return { doctype, rows }
}

export const MASTERS: MasterRows[] = [
  {
    doctype: 'Company',
    rows: [{ company_name: 'INSA Automation', abbr: 'INSA', default_currency: 'EUR' }],
  },
  tree('Territory', 'territory', 'All Territories', ['Germany', 'Colombia', 'Rest Of The World']),
  tree('Customer Group', 'customer_group', 'All Customer Groups', [
    'Commercial',
    'Individual',
    'Government',
    'Non Profit',
  ]),
  tree('Item Group', 'item_group', 'All Item Groups', ['Products', 'Services', 'Raw Material']),
  named('UOM', 'uom_name', ['Nos', 'Unit', 'Hour', 'Day']),
  {
    doctype: 'Opportunity Type',
    rows: ['Sales', 'Support', 'Maintenance'].map((name) => ({ name })),
  },
  named('Sales Stage', 'stage_name', [
    'Prospecting',
    'Qualification',
    'Needs Analysis',
    'Value Proposition',
    'Identifying Decision Makers',
    'Perception Analysis',
    'Proposal/Price Quote',
    'Negotiation/Review',
  ]),
  named('Market Segment', 'market_segment', ['Lower Income', 'Middle Income', 'Upper Income']),
  named('Industry Type', 'industry', [
    'Aerospace',
    'Automotive',
    'Chemical',
    'Energy',
    'Food, Beverage & Tobacco',
    'Manufacturing',
    'Pharmaceuticals',
    'Technology',
    'Transportation',
  ]),
  named('Lead Source', 'source_name', [
    'Existing Customer',
    'Reference',
    'Advertisement',
    'Cold Calling',
    'Exhibition',
    'Supplier Reference',
    'Mass Mailing',
    "Customer's Vendor",
    'Campaign',
    'Walk In',
  ]),
  named('Salutation', 'salutation', ['Mr', 'Ms', 'Mx', 'Dr', 'Prof']),
  named('Gender', 'gender', ['Female', 'Male', 'Other']),
  named('Project Type', 'project_type', ['Internal', 'External', 'Other']),
  named('Opportunity Lost Reason', 'lost_reason', ['Price', 'Competitor', 'Project cancelled']),
  {
    doctype: 'Price List',
    rows: [
      { price_list_name: 'Standard Selling', currency: 'EUR', selling: 1 },
      { price_list_name: 'Standard Buying', currency: 'EUR' },
    ],
  },
  {
    doctype: 'Item',
    rows: [
      {
        item_code: 'ENG-HOUR',
        item_name: 'Automation engineering',
        item_group: 'Services',
        stock_uom: 'Hour',
        is_stock_item: 0,
        standard_rate: 110,
      },
      {
        item_code: 'PLC-1512',
        item_name: 'PLC with 64 inputs',
        item_group: 'Products',
        stock_uom: 'Nos',
        standard_rate: 1450,
      },
    ],
  },
]
