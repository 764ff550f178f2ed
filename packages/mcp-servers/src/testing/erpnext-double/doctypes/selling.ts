/** Customers, quotations and items. */
import { type DocType, doctype } from '../doctype.ts'

export const SELLING_DOCTYPES: DocType[] = [
  doctype({
    name: 'Customer',
    module: 'Selling',
    autoname: '',
    title: 'customer_name',
    search: 'customer_name,customer_group,territory,mobile_no',
    permissions: { 'Sales User': 'RWC', 'Sales Manager': 'R', 'Sales Master Manager': 'RWCD' },
    fields: `
      naming_series : Select : CUST-.YYYY.- : once, label=Series
      customer_name* : Data
      customer_type* : Select : Company|Individual|Partnership : default=Company
      customer_group : Link : Customer Group
      territory : Link : Territory
      lead_name : Link : Lead : label=From Lead, nocopy
      opportunity_name : Link : Opportunity : label=From Opportunity, nocopy
      prospect_name : Link : Prospect : label=From Prospect, nocopy
      industry : Link : Industry Type
      market_segment : Link : Market Segment
      website : Data
      tax_id : Data
      language : Link : Language
      default_currency : Link : Currency
      default_price_list : Link : Price List
      account_manager : Link : User
      customer_primary_contact : Link : Contact
      customer_primary_address : Link : Address
      email_id : Read Only : : fetch=customer_primary_contact.email_id
      mobile_no : Read Only : : fetch=customer_primary_contact.mobile_no
      disabled : Check
      is_frozen : Check
      customer_details : Text
    `,
  }),
  doctype({
    name: 'Quotation',
    module: 'Selling',
    autoname: 'naming_series:',
    kind: 'submittable',
    title: 'title',
    search: 'status,transaction_date,party_name',
    permissions: {
      'Sales User': 'RWCDSXA',
      'Sales Manager': 'RWCDSXA',
      'Sales Master Manager': 'R',
    },
    fields: `
      naming_series* : Select : SAL-QTN-.YYYY.- : once, nocopy, label=Series
      quotation_to* : Link : DocType : default=Customer
      party_name : Dynamic Link : quotation_to : label=Party
      customer_name : Data : : ro
      title : Data : : nocopy, onsubmit
      company* : Link : Company
      transaction_date* : Date : : default=Today, nocopy, label=Date
      valid_till : Date : : nocopy
      order_type* : Select : |Sales|Maintenance|Shopping Cart : default=Sales
      currency* : Link : Currency
      conversion_rate* : Float
      selling_price_list* : Link : Price List : label=Price List
      price_list_currency* : Link : Currency
      plc_conversion_rate* : Float : : label=Price List Exchange Rate
      items* : Table : Quotation Item
      total_qty : Float : : ro
      total : Currency : : ro
      base_total : Currency : : ro
      net_total : Currency : : ro
      additional_discount_percentage : Float
      grand_total : Currency : : ro
      base_grand_total : Currency : : ro
      rounded_total : Currency : : ro
      disable_rounded_total : Check
      taxes_and_charges : Data
      terms : Text Editor
      opportunity : Link : Opportunity : ro, nocopy
      lost_reasons : Table MultiSelect : Quotation Lost Reason Detail : nocopy, onsubmit
      order_lost_reason : Small Text : : ro, nocopy, onsubmit
      status* : Select : Draft|Open|Replied|Partially Ordered|Ordered|Lost|Cancelled|Expired : default=Draft, ro, nocopy
      source : Link : Lead Source
      campaign : Link : Campaign
      amended_from : Link : Quotation : ro, nocopy
    `,
  }),
  doctype({
    name: 'Quotation Item',
    module: 'Selling',
    kind: 'table',
    fields: `
      item_code : Link : Item
      item_name* : Data
      description : Text Editor
      qty* : Float
      uom* : Link : UOM
      conversion_factor* : Float : : label=UOM Conversion Factor
      price_list_rate : Currency
      discount_percentage : Percent
      rate : Currency
      amount : Currency : : ro
      base_rate : Currency : : ro
      base_amount : Currency : : ro
      is_alternative : Check
      prevdoc_doctype : Link : DocType : ro
      prevdoc_docname : Dynamic Link : prevdoc_doctype : ro
    `,
  }),
  doctype({
    name: 'Quotation Lost Reason Detail',
    module: 'Selling',
    kind: 'table',
    fields: 'lost_reason : Data',
  }),
  doctype({
    name: 'Sales Order',
    module: 'Selling',
    autoname: 'naming_series:',
    kind: 'submittable',
    permissions: { 'Sales User': 'RWCDSXA', 'Sales Manager': 'RWCDSXA' },
    fields: `
      naming_series* : Select : SAL-ORD-.YYYY.- : once, nocopy, label=Series
      customer* : Link : Customer
      company* : Link : Company
      transaction_date* : Date : : default=Today, nocopy
      delivery_date : Date
      currency* : Link : Currency
      conversion_rate* : Float
      selling_price_list* : Link : Price List
      items* : Table : Sales Order Item
      grand_total : Currency : : ro
      status* : Select : |Draft|On Hold|To Deliver and Bill|Completed|Cancelled|Closed : default=Draft, ro, nocopy
    `,
  }),
  doctype({
    name: 'Sales Order Item',
    module: 'Selling',
    kind: 'table',
    fields: `
      item_code : Link : Item
      item_name* : Data
      qty* : Float
      uom* : Link : UOM
      rate : Currency
      amount : Currency : : ro
      delivery_date : Date
      prevdoc_docname : Link : Quotation : ro
    `,
  }),
  doctype({
    name: 'Selling Settings',
    module: 'Selling',
    kind: 'single',
    permissions: { 'System Manager': 'RWC', 'Sales Manager': 'RW' },
    fields: `
      cust_master_name : Select : Customer Name|Naming Series : default=Customer Name
      selling_price_list : Link : Price List
      customer_group : Link : Customer Group
      territory : Link : Territory
    `,
  }),
  doctype({
    name: 'Item',
    module: 'Stock',
    autoname: 'field:item_code',
    title: 'item_name',
    search: 'item_name,description,item_group',
    permissions: { 'Item Manager': 'RWCD', 'Sales User': 'R', 'Stock User': 'R' },
    fields: `
      item_code* : Data : : unique
      item_name : Data
      item_group* : Link : Item Group
      stock_uom* : Link : UOM : label=Default Unit of Measure
      description : Text Editor
      is_stock_item : Check : : default=1, label=Maintain Stock
      is_sales_item : Check : : default=1
      standard_rate : Currency
      brand : Data
      disabled : Check
    `,
  }),
]
