/** Opportunities and the stages that they move through. Field names follow ERPNext's Opportunity DocType. */
import { z } from 'zod'
import { Amount, boundedText, Currency, Day, Instant, ListQuery, Uuid } from './common.ts'

/** ERPNext v15, Opportunity.status. `Converted` is won. */
export const OpportunityStatus = z
  .enum(['Open', 'Quotation', 'Replied', 'Converted', 'Lost', 'Closed'])
  .meta({ id: 'OpportunityStatus' })
export type OpportunityStatus = z.infer<typeof OpportunityStatus>

/** Those that are still in the pipeline. */
export const OPEN_STATUSES = ['Open', 'Quotation', 'Replied'] as const satisfies OpportunityStatus[]
export const isOpenStatus = (status: OpportunityStatus): boolean =>
  (OPEN_STATUSES as readonly OpportunityStatus[]).includes(status)

const stageName = boundedText(80)
const percent = z.int().min(0).max(100)

export const SalesStage = z
  .strictObject({ name: z.string(), probability: percent })
  .meta({ id: 'SalesStage' })
export type SalesStage = z.infer<typeof SalesStage>

const reasons = z.array(boundedText(80)).max(30)
const areUnlike = (texts: string[]) =>
  new Set(texts.map((text) => text.toLowerCase())).size === texts.length

/** How this organization sells: its stages in order, and the reasons that it counts. */
export const SalesProcess = z
  .strictObject({
    stages: z.array(SalesStage).min(1).max(20),
    won_reasons: z.array(z.string()),
    lost_reasons: z.array(z.string()),
  })
  .meta({ id: 'SalesProcess' })
export type SalesProcess = z.infer<typeof SalesProcess>

export const SalesProcessInput = z
  .strictObject({
    stages: z
      .array(
        z.strictObject({
          name: stageName,
          /** Percent; an opportunity in this stage has it unless a person gave it one of its own. */
          probability: percent,
          /** The stage's name until now, where it is renamed: its opportunities come along. */
          was: stageName.optional(),
        }),
      )
      .min(1)
      .max(20)
      .refine((stages) => areUnlike(stages.map((s) => s.name)), {
        message: 'Two stages have the same name.',
      }),
    won_reasons: reasons.refine(areUnlike, { message: 'A reason stands there twice.' }),
    lost_reasons: reasons.refine(areUnlike, { message: 'A reason stands there twice.' }),
  })
  .meta({ id: 'NewSalesProcess' })
export type SalesProcessInput = z.infer<typeof SalesProcessInput>

/**
 * The stages that ERPNext's setup makes. It gives them no probability (an opportunity starts at 100 there): these rise with
 * the stage, so that a weighted pipeline means something before anybody has set it.
 */
export const DEFAULT_SALES_PROCESS: SalesProcess = {
  stages: [
    { name: 'Prospecting', probability: 10 },
    { name: 'Qualification', probability: 20 },
    { name: 'Needs Analysis', probability: 30 },
    { name: 'Value Proposition', probability: 40 },
    { name: 'Identifying Decision Makers', probability: 50 },
    { name: 'Perception Analysis', probability: 60 },
    { name: 'Proposal/Price Quote', probability: 75 },
    { name: 'Negotiation/Review', probability: 90 },
  ],
  won_reasons: [
    'Technical fit',
    'Price',
    'Delivery date',
    'Known to the customer',
    'Service nearby',
  ],
  lost_reasons: [
    'Price',
    'Lost to a competitor',
    'No budget',
    'Project cancelled',
    'Project postponed',
    'No decision',
    'Technical fit',
    'Could not deliver in time',
  ],
}

const opportunityFields = {
  title: boundedText(140),
  sales_stage: stageName,
  /** Percent. null: the stage's. */
  probability: percent.nullable(),
  opportunity_amount: Amount.nullable(),
  currency: Currency,
  expected_closing: Day.nullable(),
  /** A member's e-mail address. */
  opportunity_owner: z.email().max(254).nullable(),
  opportunity_type: boundedText(140).nullable(),
  source: boundedText(140).nullable(),
  contact_id: Uuid.nullable(),
}

export const Opportunity = z
  .strictObject({
    id: Uuid,
    erpnext_name: z.string().nullable(),
    title: z.string(),
    opportunity_from: z.enum(['Lead', 'Customer']),
    lead_id: Uuid.nullable(),
    customer_id: Uuid.nullable(),
    /** What the party is called. */
    customer_name: z.string(),
    contact_id: Uuid.nullable(),
    status: OpportunityStatus,
    sales_stage: z.string(),
    probability: percent,
    /** false: it is the stage's, and moves with it. */
    probability_is_own: z.boolean(),
    opportunity_amount: z.string().nullable(),
    currency: z.string(),
    transaction_date: z.iso.date(),
    expected_closing: z.iso.date().nullable(),
    opportunity_owner: z.string().nullable(),
    opportunity_type: z.string().nullable(),
    source: z.string().nullable(),
    won_reason: z.string().nullable(),
    lost_reasons: z.array(z.string()),
    /** In words. */
    order_lost_reason: z.string().nullable(),
    competitors: z.array(z.string()),
    /** Since when it stands in its stage. */
    stage_since: Instant,
    /** When it was won, lost or closed. */
    closed_at: Instant.nullable(),
    created_at: Instant,
    updated_at: Instant,
    etag: z.string(),
  })
  .meta({ id: 'Opportunity' })
export type Opportunity = z.infer<typeof Opportunity>

/** Of one lead or of one customer. Without a stage it starts in the first. */
export const OpportunityInput = z
  .strictObject({ ...opportunityFields, lead_id: Uuid, customer_id: Uuid })
  .partial()
  .required({ title: true })
  .refine((o) => (o.lead_id === undefined) !== (o.customer_id === undefined), {
    message: 'Send either lead_id or customer_id.',
    path: ['lead_id'],
  })
  .meta({ id: 'NewOpportunity' })
export type OpportunityInput = z.infer<typeof OpportunityInput>

/** Only the fields sent change; null clears. Won and lost have calls of their own, which ask for the reason. */
export const OpportunityPatch = z
  .strictObject({ ...opportunityFields, status: z.enum([...OPEN_STATUSES, 'Closed']) })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, { message: 'Nothing to change.' })
  .meta({ id: 'OpportunityPatch' })
export type OpportunityPatch = z.infer<typeof OpportunityPatch>

/** A lead becomes an opportunity. What is not sent comes from the lead. */
export const LeadConversion = z
  .strictObject(opportunityFields)
  .partial()
  .meta({ id: 'LeadConversion' })
export type LeadConversion = z.infer<typeof LeadConversion>

export const OpportunityWon = z
  .strictObject({
    won_reason: boundedText(500).optional(),
    /** Whose it is, where the lead is no customer yet but this one is theirs. Without it a customer is made of the lead. */
    customer_id: Uuid.optional(),
  })
  .meta({ id: 'OpportunityWon' })
export type OpportunityWon = z.infer<typeof OpportunityWon>

export const OpportunityLost = z
  .strictObject({
    lost_reasons: reasons.min(1),
    order_lost_reason: boundedText(2_000).optional(),
    competitors: z.array(boundedText(140)).max(20).optional(),
  })
  .meta({ id: 'OpportunityLost' })
export type OpportunityLost = z.infer<typeof OpportunityLost>

export const OPPORTUNITY_SORTS = [
  '-created_at',
  'created_at',
  '-updated_at',
  'updated_at',
  'title',
  '-title',
  '-opportunity_amount',
  'opportunity_amount',
  'expected_closing',
  '-expected_closing',
] as const

const pipelineFilters = {
  q: z.string().trim().max(200).optional(),
  opportunity_owner: z.string().max(254).optional(),
  currency: Currency.optional(),
  /** Expected to close on this day or before. */
  closing_until: Day.optional(),
}

export const OpportunityListQuery = ListQuery.extend({
  ...pipelineFilters,
  sort: z.enum(OPPORTUNITY_SORTS).default('-created_at'),
  status: OpportunityStatus.optional(),
  /** `yes`: only those that are neither won nor lost nor closed. */
  open: z.enum(['yes', 'no']).optional(),
  sales_stage: z.string().max(80).optional(),
  lead_id: Uuid.optional(),
  customer_id: Uuid.optional(),
})
export type OpportunityListQuery = z.infer<typeof OpportunityListQuery>

export const PipelineQuery = z.strictObject({
  ...pipelineFilters,
  /** How far back won and lost are counted. */
  days: z.coerce.number().int().min(1).max(3_650).default(90),
})
export type PipelineQuery = z.infer<typeof PipelineQuery>

export const CurrencySum = z
  .strictObject({
    currency: z.string(),
    count: z.int(),
    amount: z.string(),
    /** Each amount times its probability. */
    weighted: z.string(),
  })
  .meta({ id: 'CurrencySum' })
export type CurrencySum = z.infer<typeof CurrencySum>

const counted = { count: z.int(), sums: z.array(CurrencySum) }

/** What is in the pipeline, by stage, and what came of it. Sums are by currency: nothing is converted. */
export const Pipeline = z
  .strictObject({
    /** In the order of the process; a stage that it does not know any more comes last. */
    stages: z.array(
      z.strictObject({ sales_stage: z.string(), probability: percent.nullable(), ...counted }),
    ),
    won: z.strictObject(counted),
    lost: z.strictObject({
      ...counted,
      reasons: z.array(z.strictObject({ reason: z.string(), count: z.int() })),
    }),
    /** Won of won and lost in these days, 0–1; null where neither. */
    win_rate: z.number().min(0).max(1).nullable(),
  })
  .meta({ id: 'Pipeline' })
export type Pipeline = z.infer<typeof Pipeline>

export const StageChange = z
  .strictObject({
    id: Uuid,
    opportunity_id: Uuid,
    /** null: it began here. */
    from_stage: z.string().nullable(),
    to_stage: z.string(),
    from_status: OpportunityStatus.nullable(),
    to_status: OpportunityStatus,
    changed_by: z.string(),
    changed_at: Instant,
    /** How long it had stood in `from_stage`. */
    seconds_in_stage: z.int().nullable(),
  })
  .meta({ id: 'StageChange' })
export type StageChange = z.infer<typeof StageChange>
