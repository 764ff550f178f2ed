/** Pages that look at many rows at once: overview, outgoing mail. */
import { z } from 'zod'
import { Instant, ListQuery, Uuid } from './common.ts'
import { FactorName, Priority, QualificationSettings, RecommendedAction } from './qualification.ts'

export const OverviewQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(365).default(30),
})

/** Figures of the overview page. Days are UTC dates. */
export const Overview = z
  .strictObject({
    leads_total: z.int(),
    leads_unscored: z.int(),
    new_leads_by_day: z.array(z.strictObject({ day: z.iso.date(), count: z.int() })),
    by_priority: z.array(z.strictObject({ priority: Priority, count: z.int() })),
    by_action: z.array(z.strictObject({ recommended_action: RecommendedAction, count: z.int() })),
    /** From the request to the stored score, in milliseconds; null without any. */
    answer_time_ms: z.strictObject({
      p50: z.number().nullable(),
      p95: z.number().nullable(),
      by_day: z.array(z.strictObject({ day: z.iso.date(), p50: z.number(), p95: z.number() })),
    }),
    executions: z.strictObject({
      succeeded: z.int(),
      failed: z.int(),
      running: z.int(),
      queued: z.int(),
    }),
  })
  .meta({ id: 'Overview' })
export type Overview = z.infer<typeof Overview>

export const MailStatus = z
  .enum(['kept', 'queued', 'sending', 'sent', 'failed', 'unknown'])
  .meta({ id: 'MailStatus' })
export type MailStatus = z.infer<typeof MailStatus>

/** A mail of ours. `kept`: no SMTP server is set, the console is where it is read. */
export const OutgoingMail = z
  .strictObject({
    id: Uuid,
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string().nullable(),
    template: z.string(),
    status: MailStatus,
    error: z.string().nullable(),
    lead_id: Uuid.nullable(),
    execution_id: Uuid.nullable(),
    created_at: Instant,
    sent_at: Instant.nullable(),
  })
  .meta({ id: 'OutgoingMail' })
export type OutgoingMail = z.infer<typeof OutgoingMail>

export const MailListQuery = ListQuery.extend({ status: MailStatus.optional() })

/** How many leads would change their priority or action under other settings. Nothing is stored. */
export const SettingsPreviewInput = QualificationSettings
export const SettingsPreview = z
  .strictObject({
    leads: z.int(),
    changed: z.int(),
    by_priority: z.array(z.strictObject({ priority: Priority, before: z.int(), after: z.int() })),
    by_action: z.array(
      z.strictObject({
        recommended_action: RecommendedAction,
        before: z.int(),
        after: z.int(),
      }),
    ),
    moves: z.array(
      z.strictObject({
        lead_id: Uuid,
        title: z.string(),
        score_before: z.number(),
        score_after: z.number(),
        priority_before: Priority,
        priority_after: Priority,
        action_before: RecommendedAction,
        action_after: RecommendedAction,
      }),
    ),
  })
  .meta({ id: 'SettingsPreview' })
export type SettingsPreview = z.infer<typeof SettingsPreview>

/** What is real and what stands in, for the console's footer, `insa doctor` and the first lines of `npm start`. */
export const SystemStatus = z
  .strictObject({
    version: z.string(),
    parts: z.array(
      z.strictObject({
        name: z.string(),
        what: z.string(),
        real: z.boolean(),
        /** What to set to have the real one. */
        hint: z.string().nullable(),
        healthy: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'SystemStatus' })
export type SystemStatus = z.infer<typeof SystemStatus>

export const FactorWeights = z.record(FactorName, z.number())
