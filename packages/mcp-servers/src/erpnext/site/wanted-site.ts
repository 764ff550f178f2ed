/** What set-up puts into a site: four DocTypes, fields of Lead, and entries that ERPNext's wizard does not make. All by data. */

export interface WantedField {
  fieldname: string
  label: string
  fieldtype: string
  options?: string
  reqd?: 1
  unique?: 1
  read_only?: 1
  non_negative?: 1
  in_list_view?: 1
  no_copy?: 1
  default?: string
  description?: string
}

export interface WantedPermission {
  role: string
  read: 1
  write: 0 | 1
  create: 0 | 1
  delete: 0 | 1
}

export interface WantedDocType {
  name: string
  autoname: string
  title_field?: string
  description: string
  fields: readonly WantedField[]
  permissions: readonly WantedPermission[]
}

type Extras = Omit<WantedField, 'fieldname' | 'label' | 'fieldtype' | 'options'>

const field = (
  fieldname: string,
  label: string,
  fieldtype: string,
  options?: string,
  extras: Extras = {},
): WantedField => ({
  fieldname,
  label,
  fieldtype,
  ...(options !== undefined && { options }),
  ...extras,
})

/** A blank first line, or ERPNext takes the first option as chosen. */
const choice = (...options: string[]) => ['', ...options].join('\n')

const PRIORITY = choice('IMMEDIATE', 'HIGH', 'MEDIUM', 'LOW')
const ACTION = choice('immediate_contact', 'schedule_demo', 'nurture', 'disqualify')
const SECURITY_LEVEL = choice('SL 0', 'SL 1', 'SL 2', 'SL 3', 'SL 4')

const permit = (role: string, rights: string): WantedPermission => ({
  role,
  read: 1,
  write: rights.includes('W') ? 1 : 0,
  create: rights.includes('C') ? 1 : 0,
  delete: rights.includes('D') ? 1 : 0,
})

const SALES_PERMISSIONS = [
  permit('System Manager', 'WCD'),
  permit('Sales Manager', 'WCD'),
  permit('Sales User', 'WC'),
]

const LEAD_SCORE: WantedDocType = {
  name: 'Lead Score',
  autoname: 'format:LS-{YYYY}-{#####}',
  title_field: 'lead',
  description: 'How INSA CRM judged a lead: kept for every judgement.',
  permissions: SALES_PERMISSIONS,
  fields: [
    field('lead', 'Lead', 'Link', 'Lead', { reqd: 1, in_list_view: 1 }),
    field('qualification_score', 'Score', 'Percent', undefined, {
      in_list_view: 1,
      non_negative: 1,
    }),
    field('priority', 'Priority', 'Select', PRIORITY, { in_list_view: 1 }),
    field('recommended_action', 'Recommended action', 'Select', ACTION, { in_list_view: 1 }),
    field('confidence', 'Confidence', 'Percent'),
    field('reasoning', 'Reasoning', 'Text'),
    field('budget_score', 'Budget', 'Percent'),
    field('timeline_score', 'Timeline', 'Percent'),
    field('complexity_score', 'Complexity', 'Percent'),
    field('authority_score', 'Authority', 'Percent'),
    field('fit_score', 'Fit', 'Percent'),
    field('factor_scores', 'Factors with their evidence', 'JSON'),
    field('engine', 'Judged by', 'Data'),
    field('scored_at', 'Judged at', 'Datetime'),
    field('overridden_by', 'Overridden by', 'Data'),
    field('override_reason', 'Reason of the override', 'Small Text'),
    field('execution_id', 'Run in INSA CRM', 'Data', undefined, { unique: 1, no_copy: 1 }),
  ],
}

const AUTOMATION_REQUIREMENTS: WantedDocType = {
  name: 'Automation Requirements',
  autoname: 'format:AR-{YYYY}-{#####}',
  title_field: 'title',
  description:
    'What an automation project has to do: the technical side of a lead or an opportunity.',
  permissions: [...SALES_PERMISSIONS, permit('Projects User', 'WC')],
  fields: [
    field('title', 'Title', 'Data', undefined, { reqd: 1, in_list_view: 1 }),
    field('lead', 'Lead', 'Link', 'Lead', { in_list_view: 1 }),
    field('opportunity', 'Opportunity', 'Link', 'Opportunity'),
    field('customer', 'Customer', 'Link', 'Customer'),
    field('project', 'Project', 'Link', 'Project'),
    field('site', 'Site', 'Data'),
    field('process', 'Process', 'Small Text'),
    field('scope', 'Scope', 'Text'),
    field('existing_controls', 'Controls that are there', 'Small Text'),
    field('wanted_platform', 'Wanted platform', 'Data'),
    field('digital_inputs', 'Digital inputs', 'Int', undefined, { non_negative: 1 }),
    field('digital_outputs', 'Digital outputs', 'Int', undefined, { non_negative: 1 }),
    field('analog_inputs', 'Analog inputs', 'Int', undefined, { non_negative: 1 }),
    field('analog_outputs', 'Analog outputs', 'Int', undefined, { non_negative: 1 }),
    field('drives', 'Drives', 'Int', undefined, { non_negative: 1 }),
    field('hmi_stations', 'Operator stations', 'Int', undefined, { non_negative: 1 }),
    field('protocols', 'Protocols', 'Small Text'),
    field(
      'safety_level',
      'Functional safety',
      'Select',
      choice('None', 'SIL 1', 'SIL 2', 'SIL 3', 'PL c', 'PL d', 'PL e'),
    ),
    field('hazardous_area', 'Hazardous area', 'Data'),
    field('standards', 'Standards', 'Small Text'),
    field('budget', 'Budget', 'Currency', undefined, { non_negative: 1 }),
    field('wanted_by', 'Wanted by', 'Date'),
    field('shutdown_window', 'Shutdown window', 'Data'),
    field('details', 'All else that is known', 'JSON'),
  ],
}

const CYBERSECURITY_ASSESSMENT: WantedDocType = {
  name: 'Cybersecurity Assessment',
  autoname: 'format:CSA-{YYYY}-{#####}',
  title_field: 'title',
  description: 'An assessment of a plant’s control systems by IEC 62443.',
  permissions: [...SALES_PERMISSIONS, permit('Projects User', 'WC')],
  fields: [
    field('title', 'Title', 'Data', undefined, { reqd: 1, in_list_view: 1 }),
    field('customer', 'Customer', 'Link', 'Customer', { in_list_view: 1 }),
    field('lead', 'Lead', 'Link', 'Lead'),
    field('project', 'Project', 'Link', 'Project'),
    field('site', 'Site', 'Data'),
    field('status', 'Status', 'Select', 'Planned\nRunning\nIn review\nDone\nCancelled', {
      default: 'Planned',
      in_list_view: 1,
    }),
    field(
      'standard',
      'Standard',
      'Select',
      choice('IEC 62443-2-1', 'IEC 62443-2-4', 'IEC 62443-3-2', 'IEC 62443-3-3', 'IEC 62443-4-2'),
    ),
    field('zone', 'Zone or conduit', 'Data'),
    field('target_level', 'Target level', 'Select', SECURITY_LEVEL),
    field('achieved_level', 'Achieved level', 'Select', SECURITY_LEVEL),
    field('risk', 'Highest risk', 'Select', choice('Low', 'Medium', 'High', 'Critical')),
    field('assets_seen', 'Assets seen', 'Int', undefined, { non_negative: 1 }),
    field('findings', 'Findings with their evidence', 'JSON'),
    field('summary', 'Summary', 'Text'),
    field('assessed_on', 'Assessed on', 'Date'),
    field('assessor', 'Assessor', 'Data'),
    field('report', 'Report', 'Attach'),
    field('execution_id', 'Run in INSA CRM', 'Data', undefined, { unique: 1, no_copy: 1 }),
  ],
}

const OT_ASSET_INVENTORY: WantedDocType = {
  name: 'OT Asset Inventory',
  autoname: 'format:OTA-{YYYY}-{#####}',
  title_field: 'asset_name',
  description: 'A device of a plant’s control network, as an assessment found it.',
  permissions: [...SALES_PERMISSIONS, permit('Projects User', 'WC')],
  fields: [
    field('asset_name', 'Name', 'Data', undefined, { reqd: 1, in_list_view: 1 }),
    field('customer', 'Customer', 'Link', 'Customer', { in_list_view: 1 }),
    field('assessment', 'Assessment', 'Link', 'Cybersecurity Assessment'),
    field('site', 'Site', 'Data'),
    field(
      'asset_type',
      'Kind',
      'Select',
      choice(
        'PLC',
        'RTU',
        'HMI',
        'SCADA server',
        'Historian',
        'Engineering station',
        'Drive',
        'Safety controller',
        'Switch',
        'Firewall',
        'Gateway',
        'Other',
      ),
      { in_list_view: 1 },
    ),
    field('vendor', 'Vendor', 'Data'),
    field('model_no', 'Model', 'Data'),
    field('firmware', 'Firmware', 'Data'),
    field('serial_no', 'Serial number', 'Data'),
    field('ip_address', 'IP address', 'Data'),
    field('mac_address', 'MAC address', 'Data'),
    field('purdue_level', 'Purdue level', 'Select', choice('0', '1', '2', '3', '3.5', '4', '5')),
    field('zone', 'Zone', 'Data'),
    field('protocols', 'Protocols', 'Small Text'),
    field('criticality', 'Criticality', 'Select', choice('Low', 'Medium', 'High', 'Critical')),
    field('is_supported', 'Supported by its vendor', 'Select', choice('Yes', 'No', 'Unknown')),
    field('first_seen', 'First seen', 'Datetime'),
    field('last_seen', 'Last seen', 'Datetime'),
    field('evidence', 'How it was recognized', 'JSON'),
  ],
}

/** In the order in which they may link to one another. */
export const WANTED_DOCTYPES: readonly WantedDocType[] = [
  LEAD_SCORE,
  AUTOMATION_REQUIREMENTS,
  CYBERSECURITY_ASSESSMENT,
  OT_ASSET_INVENTORY,
]

export interface WantedCustomField extends WantedField {
  dt: string
  insert_after: string
}

const onLead = (after: string, wanted: WantedField): WantedCustomField => ({
  dt: 'Lead',
  insert_after: after,
  ...wanted,
})

/** Read-only on the form: what is shown is what INSA CRM has worked out. */
export const WANTED_CUSTOM_FIELDS: readonly WantedCustomField[] = [
  onLead(
    'qualified_on',
    field('custom_insa_score', 'INSA score', 'Percent', undefined, {
      read_only: 1,
      no_copy: 1,
      in_list_view: 1,
    }),
  ),
  onLead(
    'custom_insa_score',
    field('custom_insa_priority', 'INSA priority', 'Select', PRIORITY, {
      read_only: 1,
      no_copy: 1,
      in_list_view: 1,
    }),
  ),
  onLead(
    'custom_insa_priority',
    field('custom_insa_action', 'INSA recommends', 'Select', ACTION, { read_only: 1, no_copy: 1 }),
  ),
  onLead(
    'custom_insa_action',
    field('custom_insa_reasoning', 'INSA reasoning', 'Small Text', undefined, {
      read_only: 1,
      no_copy: 1,
    }),
  ),
  onLead(
    'custom_insa_reasoning',
    field('custom_insa_scored_at', 'INSA judged at', 'Datetime', undefined, {
      read_only: 1,
      no_copy: 1,
    }),
  ),
  onLead(
    'custom_insa_scored_at',
    field('custom_insa_link', 'Evidence in INSA CRM', 'Data', 'URL', { read_only: 1, no_copy: 1 }),
  ),
  onLead('custom_insa_link', field('custom_insa_message', 'Message', 'Text')),
  // Unique, so that a lead whose answer was lost cannot be written twice.
  onLead(
    'custom_insa_message',
    field('custom_insa_id', 'INSA id', 'Data', undefined, { read_only: 1, unique: 1, no_copy: 1 }),
  ),
]

/** Entries that the wizard does not make and that we link to. A DocType that the site does not have is passed over. */
export const WANTED_RECORDS = {
  /** Into whichever DocType the source of a lead links to. */
  leadSources: ['Website', 'E-mail', 'Phone', 'LinkedIn', 'API'],
  industries: [
    'Utilities',
    'Water & Wastewater',
    'Oil & Gas',
    'Mining',
    'Cement',
    'Machine Building',
  ],
} as const

/** Where a site may keep the source of a lead. */
export const LEAD_SOURCE_FIELDS = ['source', 'utm_source'] as const

/** What tells us of changes. Direct writes tell nobody, so sync polls, too. */
export const WANTED_WEBHOOKS = ['Lead', 'Opportunity', 'Customer', 'Contact', 'Project'].flatMap(
  (doctype) => ['on_update', 'on_trash'].map((event) => ({ doctype, event })),
)
