/** Leads and what becomes of them: the fields that tools need, as version 15 has them. */
import { type DocType, doctype } from '../doctype.ts'

const SALES = { 'Sales User': 'RWC', 'Sales Manager': 'RWCD', 'System Manager': 'RWC' }
const EMPLOYEES = '1-10|11-50|51-200|201-500|501-1000|1000+'

export const CRM_DOCTYPES: DocType[] = [
  doctype({
    name: 'Lead',
    module: 'CRM',
    autoname: 'naming_series:',
    title: 'title',
    search: 'lead_name,lead_owner,status',
    permissions: SALES,
    fields: `
      naming_series : Select : CRM-LEAD-.YYYY.- : once, nocopy, label=Series
      salutation : Link : Salutation
      first_name : Data
      middle_name : Data
      last_name : Data
      lead_name : Data : : label=Full Name
      title : Data : : ro
      company_name : Data : : label=Organization Name
      job_title : Data
      gender : Link : Gender
      lead_owner : Link : User : default=__user
      status* : Select : Lead|Open|Replied|Opportunity|Quotation|Lost Quotation|Interested|Converted|Do Not Contact : default=Lead, nocopy
      type : Select : |Client|Channel Partner|Consultant : label=Lead Type
      request_type : Select : |Product Enquiry|Request for Information|Suggestions|Other
      source : Link : Lead Source
      campaign_name : Link : Campaign
      customer : Link : Customer : label=From Customer, nocopy
      email_id : Data : Email : label=Email
      mobile_no : Data : Phone
      phone : Data : Phone
      phone_ext : Data
      whatsapp_no : Data : Phone
      fax : Data
      website : Data
      city : Data
      state : Data
      country : Link : Country
      no_of_employees : Select : ${EMPLOYEES}
      annual_revenue : Currency
      industry : Link : Industry Type
      market_segment : Link : Market Segment
      territory : Link : Territory
      language : Link : Language
      company : Link : Company
      qualification_status : Select : Unqualified|In Process|Qualified
      qualified_by : Link : User
      qualified_on : Date
      unsubscribed : Check
      blog_subscriber : Check
      disabled : Check
      image : Attach Image
      notes : Table : CRM Note : nocopy
    `,
  }),
  doctype({
    name: 'CRM Note',
    module: 'CRM',
    autoname: 'autoincrement',
    kind: 'table',
    fields: `
      note : Text Editor
      added_by : Link : User
      added_on : Datetime
    `,
  }),
  doctype({
    name: 'CRM Settings',
    module: 'CRM',
    kind: 'single',
    fields: `
      auto_creation_of_contact : Check : : default=1
      allow_lead_duplication_based_on_emails : Check
      close_opportunity_after_days : Int : : default=15
    `,
  }),
  doctype({
    name: 'Opportunity',
    module: 'CRM',
    autoname: 'naming_series:',
    title: 'title',
    search: 'status,party_name,territory',
    permissions: { 'Sales User': 'RWCD', 'Sales Manager': 'RWCD' },
    fields: `
      naming_series* : Select : CRM-OPP-.YYYY.- : once, nocopy, label=Series
      opportunity_from* : Link : DocType
      party_name* : Dynamic Link : opportunity_from : label=Party
      customer_name : Data : : ro
      title : Data : : nocopy
      status* : Select : Open|Quotation|Converted|Lost|Replied|Closed : default=Open, nocopy
      opportunity_type : Link : Opportunity Type : default=Sales
      sales_stage : Link : Sales Stage : default=Prospecting
      source : Link : Lead Source
      campaign : Link : Campaign
      opportunity_owner : Link : User
      expected_closing : Date
      probability : Percent : : default=100
      company* : Link : Company
      transaction_date* : Date : : default=Today, label=Opportunity Date
      currency : Link : Currency
      conversion_rate : Float
      opportunity_amount : Currency
      base_opportunity_amount : Currency : : ro
      total : Currency : : ro
      base_total : Currency : : ro
      items : Table : Opportunity Item
      contact_person : Link : Contact
      contact_email : Data : Email
      contact_mobile : Data
      customer_address : Link : Address
      territory : Link : Territory
      industry : Link : Industry Type
      market_segment : Link : Market Segment
      no_of_employees : Select : ${EMPLOYEES}
      annual_revenue : Currency
      website : Data
      job_title : Data
      city : Data
      state : Data
      country : Link : Country
      language : Link : Language
      phone : Data : Phone
      order_lost_reason : Small Text : : ro, nocopy
      lost_reasons : Table MultiSelect : Opportunity Lost Reason Detail : nocopy
      competitors : Table MultiSelect : Competitor Detail : nocopy
      first_response_time : Duration : : ro
      notes : Table : CRM Note : nocopy
    `,
  }),
  doctype({
    name: 'Opportunity Item',
    module: 'CRM',
    kind: 'table',
    fields: `
      item_code : Link : Item
      item_name : Data
      description : Text Editor
      qty : Float : : default=1
      uom : Link : UOM
      rate* : Currency
      amount* : Currency : : ro
      base_rate* : Currency : : ro
      base_amount* : Currency : : ro
    `,
  }),
  doctype({
    name: 'Opportunity Lost Reason Detail',
    module: 'CRM',
    kind: 'table',
    fields: 'lost_reason : Link : Opportunity Lost Reason',
  }),
  doctype({
    name: 'Competitor Detail',
    module: 'CRM',
    kind: 'table',
    fields: 'competitor : Link : Competitor',
  }),
  doctype({
    name: 'Prospect',
    module: 'CRM',
    autoname: 'field:company_name',
    title: 'company_name',
    permissions: { 'Sales User': 'RWC', 'Sales Manager': 'RWCD', 'System Manager': 'RWCD' },
    fields: `
      company_name : Data : : unique
      customer_group : Link : Customer Group
      no_of_employees : Select : |${EMPLOYEES}
      annual_revenue : Currency
      market_segment : Link : Market Segment
      industry : Link : Industry Type
      territory : Link : Territory
      prospect_owner : Link : User
      website : Data
      fax : Data
      company : Link : Company
      leads : Table : Prospect Lead
      notes : Table : CRM Note : nocopy
    `,
  }),
  doctype({
    name: 'Prospect Lead',
    module: 'CRM',
    kind: 'table',
    fields: `
      lead* : Link : Lead
      lead_name : Data : : fetch=lead.lead_name
      status : Data : : fetch=lead.status
      email : Data : : fetch=lead.email_id
      mobile_no : Data : : fetch=lead.mobile_no
      lead_owner : Data : : fetch=lead.lead_owner
    `,
  }),
]
