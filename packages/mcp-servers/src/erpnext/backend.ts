/** What the tools work on: ERPNext by its REST API, or our built-in CRM tables. The tools and their tests are the same for both. */
import { z } from 'zod'

export const CrmRecord = z.object({
  doctype: z.string(),
  /** ERPNext's name of it, or our id. */
  id: z.string(),
  /** Hand it back with a change: then a change by somebody else in between is refused. */
  version: z.string(),
  values: z.record(z.string(), z.unknown()),
})
export type CrmRecord = z.infer<typeof CrmRecord>

export const Choice = z.object({ id: z.string(), label: z.string() })
export type Choice = z.infer<typeof Choice>

const FieldDescription = z.object({
  field: z.string(),
  label: z.string(),
  type: z.string(),
  required: z.boolean(),
  /** Of a choice: what may be chosen. */
  options: z.array(z.string()).optional(),
  /** Of a link: what it links to. Of a table: what its rows are. */
  of: z.string().optional(),
  default: z.string().optional(),
  read_only: z.boolean().optional(),
})

export const DocTypeDescription = z.object({
  doctype: z.string(),
  submittable: z.boolean(),
  fields: z.array(FieldDescription),
})
export type DocTypeDescription = z.infer<typeof DocTypeDescription>

const FieldChange = z.object({ field: z.string(), old: z.unknown(), new: z.unknown() })
export type FieldChange = z.infer<typeof FieldChange>

const Check = z.object({ what: z.string(), ok: z.boolean() })
export type Check = z.infer<typeof Check>

/** What came of a write. */
export const Written = z.object({
  /** Null for a dry run of something new. */
  record: CrmRecord.nullable(),
  changes: z.array(FieldChange),
  /** True: nothing was written. */
  dry_run: z.boolean(),
  /** False where it was there already, or a dry run. */
  done: z.boolean(),
  /** What was looked at afterwards. */
  checks: z.array(Check),
  /** What the system said beside it. */
  notices: z.array(z.string()),
})
export type Written = z.infer<typeof Written>

export const OPERATORS = ['=', '!=', '>', '<', '>=', '<=', 'like', 'in', 'is'] as const

export interface FieldFilter {
  field: string
  operator: (typeof OPERATORS)[number]
  /** Of `in` a list; of `is` the text `set` or `not set`. */
  value: string | number | boolean | (string | number)[]
}

export interface RecordQuery {
  filters: readonly FieldFilter[]
  /** Found in the fields that people search by. */
  text?: string | undefined
  /** All that matter where absent. */
  fields?: readonly string[] | undefined
  orderBy?: { field: string; descending: boolean } | undefined
  limit: number
  /** What the page before gave. */
  after?: string | undefined
}

export interface RecordPage {
  records: CrmRecord[]
  /** For the next page; null on the last. */
  next: string | null
  /** How many match in all; null where the system does not count. */
  total: number | null
}

export interface WriteOptions {
  dryRun: boolean
  signal: AbortSignal
}

export interface Duplicate {
  doctype: string
  id: string
  label: string
  /** 0–1. */
  confidence: number
  reasons: string[]
}

export interface Group {
  key: string | null
  count: number
  sum: number | null
}

export type Conversion =
  | 'lead_to_opportunity'
  | 'opportunity_to_quotation'
  | 'lead_to_customer'
  | 'opportunity_to_customer'

export interface Communication {
  medium: 'Email' | 'Phone' | 'Meeting' | 'Visit' | 'Other'
  subject: string
  content: string
  sent_or_received: 'Sent' | 'Received'
  at?: string | undefined
}

export interface PlannedActivity {
  kind: 'todo' | 'event' | 'task'
  subject: string
  description?: string | undefined
  /** Of a to-do or a task, `YYYY-MM-DD`. */
  due?: string | undefined
  /** Of an event, ISO 8601 with an offset or Z. */
  starts_at?: string | undefined
  ends_at?: string | undefined
  assigned_to?: string | undefined
  priority?: 'Low' | 'Medium' | 'High' | undefined
}

export interface PersonDetails {
  first_name: string
  last_name?: string | undefined
  designation?: string | undefined
  email_id?: string | undefined
  phone?: string | undefined
}

export interface AddressDetails {
  address_type: string
  address_line1: string
  address_line2?: string | undefined
  pincode?: string | undefined
  city: string
  state?: string | undefined
  country: string
}

export interface FileUpload {
  file_name: string
  content: Uint8Array
}

export interface Target {
  doctype: string
  id: string
}

/** A failure that a caller can mend is a ToolError; so is what a system does not have. */
export interface CrmBackend {
  readonly kind: 'erpnext' | 'built-in'
  describe(doctype: string, signal: AbortSignal): Promise<DocTypeDescription>
  list(doctype: string, query: RecordQuery, signal: AbortSignal): Promise<RecordPage>
  /** @param id its id, its name, or words that find exactly one. */
  get(doctype: string, id: string, signal: AbortSignal): Promise<CrmRecord>
  create(doctype: string, values: Record<string, unknown>, options: WriteOptions): Promise<Written>
  /** @param version of the record as it was read; without it, of the record as it is now. */
  update(
    target: Target & { version?: string | undefined },
    changes: Record<string, unknown>,
    options: WriteOptions,
  ): Promise<Written>
  submit(target: Target & { version?: string | undefined }, options: WriteOptions): Promise<Written>
  search(doctype: string, text: string, limit: number, signal: AbortSignal): Promise<Choice[]>
  count(doctype: string, filters: readonly FieldFilter[], signal: AbortSignal): Promise<number>
  aggregate(
    query: {
      doctype: string
      groupBy: string
      sumOf?: string | undefined
      filters: readonly FieldFilter[]
    },
    signal: AbortSignal,
  ): Promise<Group[]>
  findDuplicates(leadId: string, signal: AbortSignal): Promise<Duplicate[]>
  /** @param values that the result gets beside what the source gives it. */
  convert(
    step: { conversion: Conversion; id: string; values: Record<string, unknown> },
    options: WriteOptions,
  ): Promise<Written>
  /** Marks a lead as judged; scores stand where the system has a place for them. */
  markLead(
    target: { id: string; version?: string | undefined },
    marks: LeadMarks,
    options: WriteOptions,
  ): Promise<Written>
  addContact(target: Target, person: PersonDetails, options: WriteOptions): Promise<Written>
  addAddress(target: Target, address: AddressDetails, options: WriteOptions): Promise<Written>
  addNote(target: Target, note: string, signal: AbortSignal): Promise<Written>
  logCommunication(
    target: Target,
    communication: Communication,
    signal: AbortSignal,
  ): Promise<Written>
  plan(target: Target, activity: PlannedActivity, options: WriteOptions): Promise<Written>
  assign(target: Target, user: string, signal: AbortSignal): Promise<Written>
  upload(target: Target, file: FileUpload, signal: AbortSignal): Promise<Written>
  report(
    report: { name: string; filters: Record<string, unknown>; limit: number },
    signal: AbortSignal,
  ): Promise<{ columns: string[]; rows: unknown[][]; total: number }>
}

export interface LeadMarks {
  qualification_status?: 'Unqualified' | 'In Process' | 'Qualified' | undefined
  qualification_score?: number | undefined
  priority?: string | undefined
  recommended_action?: string | undefined
  reasoning?: string | undefined
}
