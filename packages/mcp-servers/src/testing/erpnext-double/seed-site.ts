/** The site to begin with: users with keys, the wizard's masters, and an integrator's leads. */
import type { Row } from './doctype.ts'
import { ADMINISTRATOR, GUEST, type RequestContext } from './request-context.ts'
import { SAMPLE_LEADS } from './seed-leads.ts'
import { MASTERS } from './seed-masters.ts'

/** `token KEY:SECRET` of each user; the double guards nothing, so these are no secrets. */
export const KEYS = {
  /** Rights of a system manager and of sales: for set-up. */
  setup: { user: 'setup@insa.example', key: 'setup-key', secret: 'setup-secret' },
  /** What the running program has: sales, projects, items. */
  runtime: { user: 'crm@insa.example', key: 'runtime-key', secret: 'runtime-secret' },
  /** May sign in, and no more. */
  nobody: { user: 'nobody@insa.example', key: 'nobody-key', secret: 'nobody-secret' },
} as const

const USERS: Record<string, { first: string; roles: string[]; key: keyof typeof KEYS }> = {
  'setup@insa.example': {
    first: 'Setup',
    key: 'setup',
    roles: [
      'System Manager',
      'Sales User',
      'Sales Manager',
      'Sales Master Manager',
      'Item Manager',
      'Projects Manager',
    ],
  },
  'crm@insa.example': {
    first: 'INSA CRM',
    key: 'runtime',
    roles: ['Sales User', 'Sales Manager', 'Projects User', 'Inbox User'],
  },
  'nobody@insa.example': { first: 'Nobody', key: 'nobody', roles: [] },
}

const ROLES = [
  'System Manager',
  'Sales User',
  'Sales Manager',
  'Sales Master Manager',
  'Projects User',
  'Projects Manager',
  'Item Manager',
  'Stock User',
  'Inbox User',
]

export interface SeedOptions {
  masters: 'wizard' | 'bare'
  leads: number
}

export function seedSite(ctx: RequestContext, { masters, leads }: SeedOptions): void {
  const put = (doctype: string, values: Row) => ctx.documents.insert(ctx, { doctype, ...values })
  for (const role of ROLES) put('Role', { role_name: role })
  for (const name of [
    'Core',
    'CRM',
    'Custom',
    'Selling',
    'Projects',
    'Desk',
    'Integrations',
    'Setup',
    'Stock',
    'Contacts',
  ])
    put('Module Def', { module_name: name })
  for (const name of [ADMINISTRATOR, GUEST]) putBuiltInUser(ctx, name)
  for (const [email, { first, roles, key }] of Object.entries(USERS)) {
    put('User', { email, first_name: first, roles: roles.map((role) => ({ role })) })
    ctx.site.db.set('User', email, {
      api_key: KEYS[key].key,
      api_secret: KEYS[key].secret,
      _password: `${key}-password`,
    })
  }
  for (const name of ['EUR', 'USD', 'COP', 'GBP'])
    put('Currency', { currency_name: name, enabled: 1 })
  for (const name of ['Germany', 'United States', 'Colombia', 'Spain', 'United Kingdom'])
    put('Country', { country_name: name })
  for (const name of ['en', 'es', 'de', 'fr', 'pt', 'it']) put('Language', { language_code: name })
  if (masters === 'bare') return
  seedMasters(put)
  if (ctx.site.version === 16)
    for (const name of ['Reference', 'Walk In']) put('UTM Source', { name })
  for (const lead of SAMPLE_LEADS.slice(0, leads)) put('Lead', named(ctx, lead))
  for (let i = SAMPLE_LEADS.length; i < leads; i++) put('Lead', named(ctx, numbered(i)))
}

/** These two are no e-mail addresses, so no form could make them. */
function putBuiltInUser(ctx: RequestContext, name: string): void {
  const now = ctx.site.clock.now()
  ctx.site.db.put('User', {
    doctype: 'User',
    name,
    owner: ADMINISTRATOR,
    creation: now,
    modified: now,
    modified_by: ADMINISTRATOR,
    docstatus: 0,
    idx: 0,
    email: `${name.toLowerCase()}@example.com`,
    first_name: name,
    full_name: name,
    enabled: 1,
    user_type: 'System User',
    roles: [],
  })
}

/** In version 16 a lead's source is called otherwise. */
function named(ctx: RequestContext, { source, ...lead }: Row): Row {
  return { ...lead, [ctx.site.version === 16 ? 'utm_source' : 'source']: source }
}

const numbered = (number: number): Row => ({
  first_name: 'Buyer',
  last_name: `No ${number}`,
  company_name: `Plant ${number}`,
  email_id: `buyer${number}@plant${number}.example`,
  source: 'Reference',
})

type Put = (doctype: string, values: Row) => Row

function seedMasters(put: Put): void {
  for (const { doctype, rows } of MASTERS) for (const row of rows) put(doctype, row)
  for (const name of ['Lead Details', 'Opportunity Summary by Sales Stage'])
    put('Report', {
      report_name: name,
      ref_doctype: name.startsWith('Lead') ? 'Lead' : 'Opportunity',
      report_type: 'Script Report',
      is_standard: 'Yes',
    })
  put('System Settings', {
    setup_complete: 1,
    time_zone: 'America/Bogota',
    allow_error_traceback: 1,
  })
  put('CRM Settings', { auto_creation_of_contact: 1 })
  put('Selling Settings', {
    cust_master_name: 'Customer Name',
    selling_price_list: 'Standard Selling',
    customer_group: 'Commercial',
    territory: 'All Territories',
  })
}
