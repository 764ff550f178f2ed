/** The deals of the demo, with dates counted from now, so that it never looks old. */
import { ActivityType, AddressType, Amount, Currency } from '@insa/contracts'
import { z } from 'zod'
import type { Program } from '../compose.ts'
import demoDeals from './demo-deals.json' with { type: 'json' }

const days = z.number().min(0).max(60)
const ahead = z.number().min(-30).max(400)

const DemoActivity = z.strictObject({
  about: z.enum(['lead', 'opportunity', 'customer', 'project']),
  activity_type: ActivityType,
  days_ago: days,
  subject: z.string().optional(),
  content: z.string().optional(),
  status: z.enum(['Open', 'Closed']).optional(),
  priority: z.enum(['Low', 'Medium', 'High']).optional(),
  due_in_days: ahead.optional(),
  starts_in_days: ahead.optional(),
  sent_or_received: z.enum(['Sent', 'Received']).optional(),
})

const DemoDeal = z.strictObject({
  lead_email: z.email(),
  title: z.string(),
  opportunity_amount: Amount,
  currency: Currency,
  closes_in_days: ahead.optional(),
  probability: z.int().optional(),
  stages: z.array(z.tuple([z.string(), days])).min(1),
  outcome: z
    .strictObject({
      status: z.enum(['Converted', 'Lost']),
      days_ago: days,
      won_reason: z.string().optional(),
      lost_reasons: z.array(z.string()).optional(),
      order_lost_reason: z.string().optional(),
      competitors: z.array(z.string()).optional(),
    })
    .optional(),
  contacts: z
    .array(
      z.strictObject({
        first_name: z.string(),
        last_name: z.string(),
        designation: z.string(),
        email_id: z.email(),
      }),
    )
    .default([]),
  address: z
    .strictObject({
      address_type: AddressType,
      address_line1: z.string(),
      city: z.string(),
      state: z.string(),
      pincode: z.string(),
      country: z.string(),
    })
    .optional(),
  project: z
    .strictObject({
      project_name: z.string(),
      project_type: z.string(),
      percent_complete: z.int(),
      start_days_ago: days,
      ends_in_days: ahead,
      estimated_costing: Amount,
      notes: z.string(),
    })
    .optional(),
  activities: z.array(DemoActivity),
})
type DemoDeal = z.infer<typeof DemoDeal>

const DAY_MS = 24 * 60 * 60 * 1000

type Deal = Parameters<Program['insertDemoDeals']>[1][number]

/** @param owner whose deals they are: an e-mail address. */
export function readDemoDeals(owner: string): Deal[] {
  const now = Date.now()
  const before = (n: number) => new Date(now - n * DAY_MS)
  const dayAfter = (n: number) => before(-n).toISOString().slice(0, 10)
  return z
    .array(DemoDeal)
    .parse(demoDeals)
    .map(({ lead_email, title, stages, closes_in_days, probability, ...deal }) => ({
      leadEmail: lead_email,
      opportunity: {
        title,
        currency: deal.currency,
        opportunity_amount: deal.opportunity_amount,
        opportunity_owner: owner,
        ...(closes_in_days === undefined ? {} : { expected_closing: dayAfter(closes_in_days) }),
        ...(probability === undefined ? {} : { probability, probability_is_own: true }),
      },
      stages: stages.map(([stage, ago]) => ({ stage, at: before(ago) })),
      outcome: deal.outcome ? outcomeOf(deal.outcome, before) : null,
      contacts: deal.contacts,
      address: deal.address ?? null,
      project: deal.project ? projectOf(deal.project, before, dayAfter) : null,
      activities: deal.activities.map((activity) => activityOf(activity, before, dayAfter)),
    }))
}

type Before = (days: number) => Date
type DayAfter = (days: number) => string

function outcomeOf(
  { status, days_ago, ...values }: NonNullable<DemoDeal['outcome']>,
  before: Before,
): NonNullable<Deal['outcome']> {
  return {
    status,
    at: before(days_ago),
    values: { ...values, probability: status === 'Converted' ? 100 : 0 },
  }
}

function projectOf(
  { start_days_ago, ends_in_days, ...values }: NonNullable<DemoDeal['project']>,
  before: Before,
  dayAfter: DayAfter,
): NonNullable<Deal['project']> {
  return {
    ...values,
    expected_start_date: dayAfter(-start_days_ago),
    expected_end_date: dayAfter(ends_in_days),
    created_at: before(start_days_ago),
    updated_at: before(start_days_ago),
  }
}

function activityOf(
  { about, days_ago, due_in_days, starts_in_days, ...values }: z.infer<typeof DemoActivity>,
  before: Before,
  dayAfter: DayAfter,
): Deal['activities'][number] {
  const { activity_type: type } = values
  const isPlanned = type === 'Task' || type === 'Event'
  return {
    about,
    at: before(days_ago),
    values: {
      ...(isPlanned ? { status: 'Open', priority: 'Medium' } : {}),
      ...(isPlanned || type === 'Note' ? {} : { communication_date: before(days_ago) }),
      ...values,
      ...(due_in_days === undefined ? {} : { date: dayAfter(due_in_days) }),
      ...(starts_in_days === undefined ? {} : { starts_on: before(-starts_in_days) }),
    },
  }
}
