/** Customers, their contacts and addresses. Field names follow ERPNext's DocTypes Customer, Contact and Address. */
import { z } from 'zod'
import { boundedText, Currency, Instant, ListQuery, Uuid } from './common.ts'

/** ERPNext v15, Customer.customer_type. */
export const CustomerType = z
  .enum(['Company', 'Individual', 'Partnership'])
  .meta({ id: 'CustomerType' })
export type CustomerType = z.infer<typeof CustomerType>

const address = z.email().max(254)

const customerFields = {
  customer_name: boundedText(140),
  customer_type: CustomerType,
  customer_group: boundedText(140).nullable(),
  territory: boundedText(140).nullable(),
  industry: boundedText(140).nullable(),
  market_segment: boundedText(140).nullable(),
  website: boundedText(500).nullable(),
  tax_id: boundedText(60).nullable(),
  default_currency: Currency.nullable(),
  email_id: address.nullable(),
  mobile_no: boundedText(60).nullable(),
  /** Whose customer it is: a member's e-mail address. */
  account_manager: address.nullable(),
  customer_details: boundedText(10_000).nullable(),
  /** No new business with them; what is there stays. */
  disabled: z.boolean(),
}

const record = {
  id: Uuid,
  erpnext_name: z.string().nullable(),
  created_at: Instant,
  updated_at: Instant,
  /** Also the answer's `ETag`; send it back as `If-Match` to change the record. */
  etag: z.string(),
}

export const Customer = z
  .strictObject({
    ...record,
    customer_name: z.string(),
    customer_type: CustomerType,
    customer_group: z.string().nullable(),
    territory: z.string().nullable(),
    industry: z.string().nullable(),
    market_segment: z.string().nullable(),
    website: z.string().nullable(),
    tax_id: z.string().nullable(),
    default_currency: z.string().nullable(),
    email_id: z.string().nullable(),
    mobile_no: z.string().nullable(),
    account_manager: z.string().nullable(),
    customer_details: z.string().nullable(),
    disabled: z.boolean(),
    /** The lead that became this customer (ERPNext: `lead_name`). */
    lead_id: Uuid.nullable(),
    /** The opportunity that was won by it (ERPNext: `opportunity_name`). */
    opportunity_id: Uuid.nullable(),
    open_opportunities: z.int(),
    /** When what names people and their words was taken out for good. */
    erased_at: Instant.nullable(),
  })
  .meta({ id: 'Customer' })
export type Customer = z.infer<typeof Customer>

export const CustomerInput = z
  .strictObject(customerFields)
  .partial()
  .required({ customer_name: true })
  .meta({ id: 'NewCustomer' })
export type CustomerInput = z.infer<typeof CustomerInput>

const NOTHING = { message: 'Nothing to change.' }
const isSomething = (patch: object) => Object.keys(patch).length > 0

/** Only the fields sent change; null clears. */
export const CustomerPatch = z
  .strictObject(customerFields)
  .partial()
  .refine(isSomething, NOTHING)
  .meta({ id: 'CustomerPatch' })
export type CustomerPatch = z.infer<typeof CustomerPatch>

export const CUSTOMER_SORTS = [
  'customer_name',
  '-customer_name',
  '-created_at',
  'created_at',
  '-updated_at',
  'updated_at',
] as const

export const CustomerListQuery = ListQuery.extend({
  q: z.string().trim().max(200).optional(),
  sort: z.enum(CUSTOMER_SORTS).default('customer_name'),
  customer_type: CustomerType.optional(),
  customer_group: z.string().max(140).optional(),
  territory: z.string().max(140).optional(),
  industry: z.string().max(140).optional(),
  account_manager: z.string().max(254).optional(),
  disabled: z.enum(['yes', 'no']).optional(),
})
export type CustomerListQuery = z.infer<typeof CustomerListQuery>

/** Another customer that may be the same one, never merged by itself. */
export const CustomerDuplicate = z
  .strictObject({
    customer: Customer,
    /** 0–1. 1 is the same tax number or e-mail address. */
    confidence: z.number().min(0).max(1),
    reasons: z.array(z.string()),
  })
  .meta({ id: 'CustomerDuplicate' })
export type CustomerDuplicate = z.infer<typeof CustomerDuplicate>

/** All that the other one has comes to this one, and the other one leads here from then on. */
export const CustomerMerge = z
  .strictObject({
    /** The duplicate: it goes. */
    customer_id: Uuid,
  })
  .meta({ id: 'CustomerMerge' })
export type CustomerMerge = z.infer<typeof CustomerMerge>

export const CustomerErasure = z
  .strictObject({
    /** Why, for the audit trail: who asked, under which law. */
    reason: boundedText(500),
  })
  .meta({ id: 'CustomerErasure' })
export type CustomerErasure = z.infer<typeof CustomerErasure>

export const HistoryKind = z
  .enum([
    'lead',
    'score',
    'execution',
    'opportunity',
    'stage_change',
    'activity',
    'mail',
    'project',
    'merge',
  ])
  .meta({ id: 'HistoryKind' })
export type HistoryKind = z.infer<typeof HistoryKind>

/** One moment in a customer's history. The ids lead to what it tells of. */
export const HistoryEntry = z
  .strictObject({
    id: Uuid,
    kind: HistoryKind,
    at: Instant,
    title: z.string(),
    detail: z.string().nullable(),
    /** Who did it, as the audit trail writes it; null where nobody is known. */
    actor: z.string().nullable(),
    activity_type: z.string().nullable(),
    lead_id: Uuid.nullable(),
    opportunity_id: Uuid.nullable(),
    project_id: Uuid.nullable(),
    execution_id: Uuid.nullable(),
  })
  .meta({ id: 'HistoryEntry' })
export type HistoryEntry = z.infer<typeof HistoryEntry>

export const HistoryQuery = ListQuery.extend({ kind: HistoryKind.optional() })
export type HistoryQuery = z.infer<typeof HistoryQuery>

/** ERPNext v15, Contact.status. */
export const ContactStatus = z.enum(['Passive', 'Open', 'Replied']).meta({ id: 'ContactStatus' })

const contactFields = {
  first_name: boundedText(140),
  last_name: boundedText(140).nullable(),
  company_name: boundedText(140).nullable(),
  designation: boundedText(140).nullable(),
  email_id: address.nullable(),
  phone: boundedText(60).nullable(),
  mobile_no: boundedText(60).nullable(),
  status: ContactStatus,
  /** At most one of a customer: setting it takes it from the other. */
  is_primary_contact: z.boolean(),
}

export const Contact = z
  .strictObject({
    ...record,
    first_name: z.string(),
    last_name: z.string().nullable(),
    full_name: z.string(),
    company_name: z.string().nullable(),
    designation: z.string().nullable(),
    email_id: z.string().nullable(),
    phone: z.string().nullable(),
    mobile_no: z.string().nullable(),
    status: ContactStatus,
    is_primary_contact: z.boolean(),
    customer_id: Uuid.nullable(),
    lead_id: Uuid.nullable(),
  })
  .meta({ id: 'Contact' })
export type Contact = z.infer<typeof Contact>

interface Linked {
  customer_id?: string | null | undefined
  lead_id?: string | null | undefined
}
const LINKED = { message: 'Send customer_id, lead_id, or both.', path: ['customer_id'] }
const isLinked = (input: Linked) => Boolean(input.customer_id ?? input.lead_id)
const links = { customer_id: Uuid.nullable(), lead_id: Uuid.nullable() }

export const ContactInput = z
  .strictObject({ ...contactFields, ...links })
  .partial()
  .required({ first_name: true })
  .refine(isLinked, LINKED)
  .meta({ id: 'NewContact' })
export type ContactInput = z.infer<typeof ContactInput>

export const ContactPatch = z
  .strictObject(contactFields)
  .partial()
  .refine(isSomething, NOTHING)
  .meta({ id: 'ContactPatch' })
export type ContactPatch = z.infer<typeof ContactPatch>

export const CONTACT_SORTS = ['full_name', '-full_name', '-created_at', 'created_at'] as const

export const ContactListQuery = ListQuery.extend({
  q: z.string().trim().max(200).optional(),
  sort: z.enum(CONTACT_SORTS).default('full_name'),
  customer_id: Uuid.optional(),
  lead_id: Uuid.optional(),
  email_id: z.string().max(254).optional(),
})
export type ContactListQuery = z.infer<typeof ContactListQuery>

/** ERPNext v15, Address.address_type. */
export const AddressType = z
  .enum([
    'Billing',
    'Shipping',
    'Office',
    'Personal',
    'Plant',
    'Postal',
    'Shop',
    'Subsidiary',
    'Warehouse',
    'Current',
    'Permanent',
    'Other',
  ])
  .meta({ id: 'AddressType' })

const addressFields = {
  address_title: boundedText(140).nullable(),
  address_type: AddressType,
  address_line1: boundedText(240),
  address_line2: boundedText(240).nullable(),
  city: boundedText(140),
  state: boundedText(140).nullable(),
  pincode: boundedText(20).nullable(),
  country: boundedText(140),
  email_id: address.nullable(),
  phone: boundedText(60).nullable(),
  is_primary_address: z.boolean(),
  is_shipping_address: z.boolean(),
}

export const Address = z
  .strictObject({
    ...record,
    address_title: z.string().nullable(),
    address_type: AddressType,
    address_line1: z.string(),
    address_line2: z.string().nullable(),
    city: z.string(),
    state: z.string().nullable(),
    pincode: z.string().nullable(),
    country: z.string(),
    email_id: z.string().nullable(),
    phone: z.string().nullable(),
    is_primary_address: z.boolean(),
    is_shipping_address: z.boolean(),
    customer_id: Uuid.nullable(),
    lead_id: Uuid.nullable(),
  })
  .meta({ id: 'Address' })
export type Address = z.infer<typeof Address>

export const AddressInput = z
  .strictObject({ ...addressFields, ...links })
  .partial()
  .required({ address_line1: true, city: true, country: true })
  .refine(isLinked, LINKED)
  .meta({ id: 'NewAddress' })
export type AddressInput = z.infer<typeof AddressInput>

export const AddressPatch = z
  .strictObject(addressFields)
  .partial()
  .refine(isSomething, NOTHING)
  .meta({ id: 'AddressPatch' })
export type AddressPatch = z.infer<typeof AddressPatch>

export const ADDRESS_SORTS = ['-created_at', 'created_at', 'city', '-city'] as const

export const AddressListQuery = ListQuery.extend({
  q: z.string().trim().max(200).optional(),
  sort: z.enum(ADDRESS_SORTS).default('-created_at'),
  customer_id: Uuid.optional(),
  lead_id: Uuid.optional(),
  country: z.string().max(140).optional(),
})
export type AddressListQuery = z.infer<typeof AddressListQuery>
