/** Qualifying many leads at once: what is chosen, what it will cost, when it may work, how far it is. */
import { z } from 'zod'
import { Instant, ListQuery, Uuid } from './common.ts'
import { LeadListQuery } from './leads.ts'

/** The leads' filters as their list has them; without any, all leads. */
export const LeadFilter = LeadListQuery.omit({ limit: true, cursor: true, sort: true })
export type LeadFilter = z.infer<typeof LeadFilter>

/** Most leads that are chosen one by one; a filter chooses any number. */
export const MAX_CHOSEN_LEADS = 50_000

export const LeadSelection = z
  .union([
    z.strictObject({ filter: LeadFilter }),
    z.strictObject({ ids: z.array(Uuid).min(1).max(MAX_CHOSEN_LEADS) }),
  ])
  .meta({ id: 'LeadSelection' })
export type LeadSelection = z.infer<typeof LeadSelection>

/** A time of day, `22:00`. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, {
  message: 'Write the time of day with hours and minutes, such as 22:00.',
})

/** PostgreSQL reads an offset the other way round, so a place is named. */
export const TimeZone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z]/)
  .refine(isTimeZone, { message: 'Name the time zone like Europe/Berlin.' })

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** ISO weekdays, 1 is Monday. */
export const Weekdays = z
  .array(z.int().min(1).max(7))
  .min(1)
  .max(7)
  .refine((days) => new Set(days).size === days.length, { message: 'Name a day once.' })

/**
 * Hours by the clock of a place. `days` are those on which they begin: from 22:00 to 06:00 on Monday ends on Tuesday. The same
 * time twice is a whole day.
 */
export const BatchHours = z
  .strictObject({ time_zone: TimeZone, from: TimeOfDay, to: TimeOfDay, days: Weekdays })
  .meta({ id: 'BatchHours' })
export type BatchHours = z.infer<typeof BatchHours>

export const DEFAULT_BATCH_HOURS: BatchHours = {
  time_zone: 'UTC',
  from: '22:00',
  to: '06:00',
  days: [1, 2, 3, 4, 5, 6, 7],
}

/** What is left out is as the organization has it. */
const WindowInput = BatchHours.partial()

const BatchWindow = BatchHours.extend({
  /** The stretch that is now or comes next. */
  opens_at: Instant,
  closes_at: Instant,
}).meta({ id: 'BatchWindow' })
export type BatchWindow = z.infer<typeof BatchWindow>

const ExactDollars = z.string().regex(/^\d+\.\d{6}$/)

export const QualificationBatchInput = z
  .strictObject({
    leads: LeadSelection,
    /** null: now. `{}`: in the hours that the organization has for batches. */
    window: WindowInput.nullable().default(null),
    /** By the Message Batches API: at half price, within a day. Refused where the engine cannot. */
    off_peak: z.boolean().default(false),
  })
  .meta({ id: 'QualificationBatchRequest' })
export type QualificationBatchInput = z.infer<typeof QualificationBatchInput>

/**
 * What a cost rests on. `free`: our own engine. `own_runs`: the median of this organization's latest runs on the engine.
 * `price_list`: the prompt's size and the list of prices, for want of own runs.
 */
export const EstimateBasis = z.enum(['free', 'own_runs', 'price_list'])
export type EstimateBasis = z.infer<typeof EstimateBasis>

/** An estimate and no promise. */
export const BatchEstimate = z
  .strictObject({
    /** That would be qualified. */
    leads: z.int(),
    /** Chosen, but their qualification is queued or running already. */
    already_waiting: z.int(),
    /** Chosen by ids that no lead has. */
    not_found: z.int(),
    engine: z.string(),
    model: z.string().nullable(),
    basis: EstimateBasis,
    /** How many runs the median is of. */
    basis_runs: z.int(),
    /** Of one lead. */
    tokens: z.strictObject({ input: z.int(), output: z.int() }),
    usd_per_lead: ExactDollars,
    usd: ExactDollars,
    /** By the Message Batches API; null where the engine cannot. */
    off_peak_usd: ExactDollars.nullable(),
    budget: z.strictObject({
      /** What models may still cost today (UTC); null without a limit. */
      left_today_usd: ExactDollars.nullable(),
      /** It is more than is left: the batch would wait for the next day's budget. */
      crosses: z.boolean(),
    }),
    window: BatchWindow.nullable(),
    /** The same in a sentence or two. */
    message: z.string(),
  })
  .meta({ id: 'BatchEstimate' })
export type BatchEstimate = z.infer<typeof BatchEstimate>

/** `finished` and `cancelled` never change again; those that still run when a batch is cancelled are asked to stop. */
export const BatchStatus = z.enum(['running', 'paused', 'finished', 'cancelled'])
export type BatchStatus = z.infer<typeof BatchStatus>

export const QualificationBatch = z
  .strictObject({
    id: Uuid,
    status: BatchStatus,
    /** A person paused it, or the budget of the day is used up: then it goes on by itself. */
    paused_for: z.enum(['person', 'budget']).nullable(),
    /** Why, for people. */
    note: z.string().nullable(),
    engine: z.string(),
    off_peak: z.boolean(),
    selection: z.union([z.strictObject({ filter: LeadFilter }), z.strictObject({ ids: z.int() })]),
    /** Counted when it was asked for, and again when all items are in place. */
    total: z.int(),
    /** Items that are in place; they begin while others are still put there. */
    placed: z.int(),
    /** Neither begun nor ended. */
    left: z.int(),
    running: z.int(),
    succeeded: z.int(),
    failed: z.int(),
    cancelled: z.int(),
    /** What holds up what is left; null where nothing does. `agent`: it is switched off, or all agents are. */
    waits_for: z.enum(['window', 'budget', 'person', 'agent']).nullable(),
    /** Of late; null until there is a figure. */
    items_per_minute: z.number().nullable(),
    /** At this rate, inside its hours; null where that cannot be said. */
    expected_end: Instant.nullable(),
    /** What has ended has cost so much. */
    cost_usd: ExactDollars,
    /** As it was told before the start. */
    estimate: BatchEstimate,
    window: BatchWindow.nullable(),
    created_by: z.string(),
    created_at: Instant,
    finished_at: Instant.nullable(),
  })
  .meta({ id: 'QualificationBatch' })
export type QualificationBatch = z.infer<typeof QualificationBatch>

export const QualificationBatchListQuery = ListQuery
export type QualificationBatchListQuery = z.infer<typeof QualificationBatchListQuery>
