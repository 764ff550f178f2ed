/** Fields that many tools take, and how records are shown. */
import { z } from 'zod'
import { CrmRecord, OPERATORS, Written } from '../backend.ts'

export const LeadId = z
  .string()
  .trim()
  .min(1)
  .max(140)
  .describe('The lead: its id or name (CRM-LEAD-2026-00001), or words that find exactly one.')

export const RecordId = z
  .string()
  .trim()
  .min(1)
  .max(140)
  .describe('The record: its id or name, or words that find exactly one.')

export const DocTypeName = z
  .string()
  .trim()
  .min(1)
  .max(61)
  .describe('The DocType, such as Lead, Opportunity, Customer, Contact, Project, Quotation.')

export const Values = z
  .record(z.string(), z.unknown())
  .describe('Fields and their values; describe_doctype tells which there are. Others are refused.')

export const Version = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('The record’s version as you read it: a change by somebody else since then is refused.')

export const DryRun = z
  .boolean()
  .default(false)
  .describe('Check all and show what would change, but write nothing.')

export const Verbose = z
  .boolean()
  .default(false)
  .describe('All fields instead of those that matter most.')

export const Limit = z.int().min(1).max(100).default(20).describe('How many, at most.')

export const After = z
  .string()
  .max(4_000)
  .optional()
  .describe('`next` of the page before, for the page after it.')

export const Filters = z
  .array(
    z.strictObject({
      field: z.string().min(1).max(140).describe('The field.'),
      operator: z
        .enum(OPERATORS)
        .default('=')
        .describe('`like` takes % for anything, `in` a list, `is` the words set or not set.'),
      value: z
        .union([
          z.string().max(500),
          z.number(),
          z.boolean(),
          z.array(z.union([z.string().max(500), z.number()])).max(100),
        ])
        .describe('What the field is compared with.'),
    }),
  )
  .max(20)
  .default([])
  .describe('All must hold.')

/** A page of records. */
export const RecordList = z.object({
  records: z.array(CrmRecord),
  next: z.string().nullable(),
  total: z.number().nullable(),
})

/** What came of a write. */
export const WriteAnswer = Written

/** A write's answer shows the whole record only when it is asked for: models read every word of it. */
export function showWritten(written: Written, verbose: boolean): Written {
  const { record, changes } = written
  if (verbose || !record) return written
  const changed = new Set(changes.map((c) => c.field))
  const values = Object.entries(record.values).filter(
    ([key, value]) => changed.has(key) || (BRIEF.has(key) && typeof value !== 'object'),
  )
  return { ...written, record: { ...record, values: Object.fromEntries(values) } }
}

const BRIEF = new Set([
  ...['title', 'lead_name', 'company_name', 'customer_name', 'project_name', 'subject', 'status'],
  ...['full_name', 'party_name', 'opportunity_amount', 'grand_total', 'currency', 'docstatus'],
  ...['qualification_status', 'file_name', 'file_url', 'lead_id', 'customer_id'],
])

const LEAD_BRIEF = new Set([
  ...['lead_name', 'company_name', 'job_title', 'email_id', 'phone', 'mobile_no', 'website'],
  ...['city', 'country', 'industry', 'no_of_employees', 'annual_revenue', 'source', 'utm_source'],
  ...['status', 'qualification_status', 'lead_owner', 'message', 'custom_insa_message', 'notes'],
  ...['custom_insa_score', 'custom_insa_priority', 'custom_insa_action', 'score', 'territory'],
])

export function showLead(record: CrmRecord, verbose: boolean): CrmRecord {
  if (verbose) return record
  const values = Object.entries(record.values).filter(([key]) => LEAD_BRIEF.has(key))
  return { ...record, values: Object.fromEntries(values) }
}
