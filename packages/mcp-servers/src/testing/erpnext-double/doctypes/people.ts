/** Whom one talks to, and what was said: contacts, addresses, communications, to-dos, events, notes. */
import { type DocType, doctype } from '../doctype.ts'

const SALES = {
  'Sales User': 'RWC',
  'Sales Manager': 'RWCD',
  'Sales Master Manager': 'RWCD',
  'System Manager': 'RWCD',
}

export const PEOPLE_DOCTYPES: DocType[] = [
  doctype({
    name: 'Contact',
    module: 'Contacts',
    autoname: '',
    title: 'full_name',
    search: 'email_id',
    permissions: SALES,
    fields: `
      first_name : Data
      middle_name : Data
      last_name : Data
      full_name : Data : : ro
      email_id : Data : Email : ro
      phone : Data : Phone : ro
      mobile_no : Data : Phone : ro
      company_name : Data
      designation : Data
      salutation : Link : Salutation
      gender : Link : Gender
      status : Select : Passive|Open|Replied : default=Passive
      is_primary_contact : Check
      unsubscribed : Check
      email_ids : Table : Contact Email
      phone_nos : Table : Contact Phone
      links : Table : Dynamic Link
    `,
  }),
  doctype({
    name: 'Contact Email',
    module: 'Contacts',
    kind: 'table',
    fields: `
      email_id* : Data : Email : label=Email ID
      is_primary : Check
    `,
  }),
  doctype({
    name: 'Contact Phone',
    module: 'Contacts',
    kind: 'table',
    fields: `
      phone* : Data : : label=Number
      is_primary_phone : Check
      is_primary_mobile_no : Check
    `,
  }),
  doctype({
    name: 'Dynamic Link',
    module: 'Core',
    kind: 'table',
    fields: `
      link_doctype* : Link : DocType
      link_name* : Dynamic Link : link_doctype
      link_title : Read Only
    `,
  }),
  doctype({
    name: 'Address',
    module: 'Contacts',
    autoname: '',
    title: 'address_title',
    search: 'country,state',
    permissions: SALES,
    fields: `
      address_title : Data
      address_type* : Select : Billing|Shipping|Office|Personal|Plant|Postal|Shop|Subsidiary|Warehouse|Current|Permanent|Other
      address_line1* : Data : : label=Address Line 1
      address_line2 : Data
      city* : Data : : label=City/Town
      state : Data
      pincode : Data
      country* : Link : Country
      email_id : Data : Email
      phone : Data
      is_primary_address : Check
      is_shipping_address : Check
      disabled : Check
      links : Table : Dynamic Link
    `,
  }),
  doctype({
    name: 'Communication',
    module: 'Core',
    title: 'subject',
    search: 'subject',
    permissions: { 'System Manager': 'RCD', 'Inbox User': 'RCD', All: 'RD' },
    fields: `
      subject* : Small Text
      communication_type* : Select : Communication|Automated Message : default=Communication
      communication_medium : Select : |Email|Chat|Phone|SMS|Event|Meeting|Visit|Other
      status* : Select : Open|Replied|Closed|Linked
      sent_or_received* : Select : Sent|Received
      sender : Data : Email
      recipients : Code
      cc : Code
      content : Text Editor
      phone_no : Data
      communication_date : Datetime : : default=Now
      reference_doctype : Link : DocType
      reference_name : Dynamic Link : reference_doctype
      timeline_links : Table : Communication Link
      user : Link : User : default=__user
    `,
  }),
  doctype({
    name: 'Communication Link',
    module: 'Core',
    kind: 'table',
    fields: `
      link_doctype* : Link : DocType
      link_name* : Dynamic Link : link_doctype
    `,
  }),
  doctype({
    name: 'ToDo',
    module: 'Desk',
    title: 'description',
    permissions: { All: 'RWCD', 'System Manager': 'RWCD' },
    fields: `
      description* : Text Editor
      status : Select : Open|Closed|Cancelled : default=Open
      priority : Select : High|Medium|Low : default=Medium
      date : Date : : label=Due Date
      allocated_to : Link : User
      assigned_by : Link : User
      reference_type : Link : DocType
      reference_name : Dynamic Link : reference_type
    `,
  }),
  doctype({
    name: 'Event',
    module: 'Desk',
    autoname: 'EV.#####',
    title: 'subject',
    permissions: { All: 'RWCD', 'System Manager': 'RWCD' },
    fields: `
      subject* : Small Text
      event_category : Select : Event|Meeting|Call|Sent/Received Email|Other
      event_type* : Select : Private|Public
      starts_on* : Datetime
      ends_on : Datetime
      status : Select : Open|Completed|Closed|Cancelled
      all_day : Check
      description : Text Editor
      event_participants : Table : Event Participants
    `,
  }),
  doctype({
    name: 'Event Participants',
    module: 'Desk',
    kind: 'table',
    fields: `
      reference_doctype* : Link : DocType
      reference_docname* : Dynamic Link : reference_doctype
    `,
  }),
  doctype({
    name: 'Note',
    module: 'Desk',
    autoname: 'hash',
    title: 'title',
    permissions: { All: 'RWCD' },
    fields: `
      title* : Data
      public : Check
      content : Text Editor
    `,
  }),
]
