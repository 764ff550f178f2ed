/** Leads. Field names follow ERPNext's Lead DocType. */
import { z } from 'zod'
import { boundedText, Instant, isStorable, ListQuery, Uuid } from './common.ts'
import { LeadScore, Priority, RecommendedAction } from './qualification.ts'

/** ERPNext v15, Lead.status. */
export const LeadStatus = z
  .enum([
    'Lead',
    'Open',
    'Replied',
    'Opportunity',
    'Quotation',
    'Lost Quotation',
    'Interested',
    'Converted',
    'Do Not Contact',
  ])
  .meta({ id: 'LeadStatus' })
export type LeadStatus = z.infer<typeof LeadStatus>

/** ERPNext v15, Lead.qualification_status. */
export const QualificationStatus = z
  .enum(['Unqualified', 'In Process', 'Qualified'])
  .meta({ id: 'QualificationStatus' })
export type QualificationStatus = z.infer<typeof QualificationStatus>

/** ERPNext v15, Lead.no_of_employees. */
export const EmployeeRange = z
  .enum(['1-10', '11-50', '51-200', '201-500', '501-1000', '1000+'])
  .meta({ id: 'EmployeeRange' })
export type EmployeeRange = z.infer<typeof EmployeeRange>

/** Largest message kept, in UTF-16 code units. */
export const MAX_MESSAGE_LENGTH = 50_000

const text = boundedText
/** As `text`, but blanks are kept: evidence offsets point into the stored original. */
const verbatim = (max: number) =>
  z.string().max(max).refine(isStorable, {
    message: 'Text must be valid Unicode without NUL characters.',
  })

const leadFields = {
  lead_name: text(140).nullable(),
  company_name: text(140).nullable(),
  job_title: text(140).nullable(),
  email_id: z.email().max(254).nullable(),
  phone: text(60).nullable(),
  website: text(500).nullable(),
  city: text(140).nullable(),
  country: text(140).nullable(),
  industry: text(140).nullable(),
  no_of_employees: EmployeeRange.nullable(),
  annual_revenue: z.number().min(0).max(1e15).nullable(),
  source: text(140).nullable(),
  message: verbatim(MAX_MESSAGE_LENGTH).nullable(),
  /** ISO 639-1 code of the message, detected when absent. */
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .nullable(),
  lead_owner: z.email().max(254).nullable(),
  status: LeadStatus,
  qualification_status: QualificationStatus,
}

export const Lead = z
  .strictObject({
    id: Uuid,
    erpnext_name: z.string().nullable(),
    lead_name: z.string().nullable(),
    company_name: z.string().nullable(),
    job_title: z.string().nullable(),
    email_id: z.string().nullable(),
    phone: z.string().nullable(),
    website: z.string().nullable(),
    city: z.string().nullable(),
    country: z.string().nullable(),
    industry: z.string().nullable(),
    no_of_employees: EmployeeRange.nullable(),
    annual_revenue: z.number().nullable(),
    source: z.string().nullable(),
    message: z.string().nullable(),
    language: z.string().nullable(),
    lead_owner: z.string().nullable(),
    status: LeadStatus,
    qualification_status: QualificationStatus,
    score: LeadScore.nullable(),
    created_at: Instant,
    updated_at: Instant,
    /** Also the answer's `ETag`; send it back as `If-Match` to change the lead. */
    etag: z.string(),
  })
  .meta({ id: 'Lead' })
export type Lead = z.infer<typeof Lead>

const identified = (l: {
  lead_name?: string | null | undefined
  company_name?: string | null | undefined
  email_id?: string | null | undefined
}) => Boolean(l.lead_name || l.company_name || l.email_id)
const IDENTIFIED_MESSAGE = 'A lead needs at least one of lead_name, company_name, email_id.'

const leadInputShape = z.strictObject(leadFields).partial()

/** The fields that a lead is created and imported with; an import's columns carry these names. */
export const LEAD_INPUT_FIELDS = leadInputShape.keyof().options

/** A new lead: at least one of lead_name, company_name, email_id. Unknown fields are refused. */
export const LeadInput = leadInputShape
  .refine(identified, { message: IDENTIFIED_MESSAGE, path: ['lead_name'] })
  .meta({ id: 'NewLead' })
export type LeadInput = z.infer<typeof LeadInput>

/** A change of a lead: only the fields sent change; null clears. */
export const LeadPatch = leadInputShape
  .refine((p) => Object.keys(p).length > 0, { message: 'Nothing to change.' })
  .meta({ id: 'LeadPatch' })
export type LeadPatch = z.infer<typeof LeadPatch>

export const LEAD_SORTS = [
  '-created_at',
  'created_at',
  '-updated_at',
  'updated_at',
  '-qualification_score',
  'qualification_score',
  'company_name',
  '-company_name',
  'lead_name',
  '-lead_name',
] as const

export const LeadListQuery = ListQuery.extend({
  q: z.string().trim().max(200).optional(),
  sort: z.enum(LEAD_SORTS).default('-created_at'),
  status: LeadStatus.optional(),
  qualification_status: QualificationStatus.optional(),
  priority: Priority.optional(),
  recommended_action: RecommendedAction.optional(),
  /** `no`: only leads that nobody has scored yet. */
  scored: z.enum(['yes', 'no']).optional(),
  /** `yes`: only leads whose score a person should look at. */
  needs_review: z.enum(['yes']).optional(),
  lead_owner: z.string().max(254).optional(),
  source: z.string().max(140).optional(),
  country: z.string().max(140).optional(),
  industry: z.string().max(140).optional(),
})
export type LeadListQuery = z.infer<typeof LeadListQuery>

/** Another lead that may be the same one, never merged by itself. */
export const LeadDuplicate = z
  .strictObject({
    lead: Lead,
    /** 0–1. 1 is the same e-mail address. */
    confidence: z.number().min(0).max(1),
    reasons: z.array(z.string()),
  })
  .meta({ id: 'LeadDuplicate' })
export type LeadDuplicate = z.infer<typeof LeadDuplicate>

/** Most rows of one import. */
export const MAX_IMPORT_ROWS = 10_000

/** One row of a JSON import; a CSV's columns carry the same names. */
export const LeadImportRow = LeadInput
export const LeadImportInput = z
  .array(LeadImportRow)
  .min(1)
  .max(MAX_IMPORT_ROWS)
  .meta({ id: 'LeadImportInput' })

/** `output_data` of an execution of agent_type `lead_rescoring`: how many were decided anew, and how many came out different. */
export const LeadRescoringResult = z
  .strictObject({ leads: z.int(), changed: z.int() })
  .meta({ id: 'LeadRescoringResult' })
export type LeadRescoringResult = z.infer<typeof LeadRescoringResult>

/** `output_data` of an execution of agent_type `lead_import`. */
export const LeadImportResult = z
  .strictObject({ imported: z.int(), rows: z.int(), qualifying: z.boolean() })
  .meta({ id: 'LeadImportResult' })
export type LeadImportResult = z.infer<typeof LeadImportResult>
