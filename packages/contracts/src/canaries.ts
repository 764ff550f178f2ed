/** Canary records: bait that rings when it is read. Administrators alone know which they are. */
import { z } from 'zod'
import { boundedText, Instant, ListQuery, Uuid } from './common.ts'
import { LeadInput } from './leads.ts'

export const CanaryRecordType = z
  .enum(['lead', 'customer', 'contact', 'opportunity'])
  .meta({ id: 'CanaryRecordType' })
export type CanaryRecordType = z.infer<typeof CanaryRecordType>

export const Canary = z
  .strictObject({
    id: Uuid,
    record_type: CanaryRecordType,
    record_id: Uuid,
    /** What people call the record; null when it is gone. */
    title: z.string().nullable(),
    note: z.string().nullable(),
    marked_by: z.string(),
    marked_at: Instant,
  })
  .meta({ id: 'Canary' })
export type Canary = z.infer<typeof Canary>

/** Either a record that is there, or a new lead, which is born a canary and does not qualify itself. */
export const CanaryInput = z
  .strictObject({
    record_type: CanaryRecordType.default('lead'),
    /** Our UUID or the ERPNext name. */
    record_id: z.string().trim().min(1).max(140).optional(),
    lead: LeadInput.optional(),
    note: boundedText(500).nullish(),
  })
  .refine((c) => (c.record_id === undefined) !== (c.lead === undefined), {
    path: ['record_id'],
    message: 'Give a record_id, or a lead to be made.',
  })
  .meta({ id: 'NewCanary' })
export type CanaryInput = z.input<typeof CanaryInput>

export const CanaryOutcome = z
  .enum([
    /** The record went out. */
    'read',
    /** It was asked for, and not given. */
    'refused',
    /** It stood among others in a list that a person looked at. */
    'listed',
    /** A key read which records are canaries, or took the mark off one. */
    'unmasked',
  ])
  .meta({ id: 'CanaryOutcome' })
export type CanaryOutcome = z.infer<typeof CanaryOutcome>

export const CanaryAlarm = z
  .strictObject({
    id: Uuid,
    /** `note`: kept, and nobody was called. */
    level: z.enum(['alarm', 'note']),
    /** As the audit trail names it: `agent:lead_qualification`, `key:ERP bridge`, `user:ana@example.com`. */
    reader: z.string(),
    reader_kind: z.enum(['agent', 'api_key', 'user', 'system']),
    /** The tool or the route. */
    via: z.string(),
    outcome: CanaryOutcome,
    /** The agent's run, which was stopped. */
    execution_id: Uuid.nullable(),
    correlation_id: z.string(),
    records: z.array(
      z.strictObject({
        canary_id: Uuid,
        record_type: CanaryRecordType,
        record_id: Uuid,
        title: z.string().nullable(),
      }),
    ),
    /** How often, from `first_at` to `last_at`. */
    reads: z.int(),
    first_at: Instant,
    last_at: Instant,
    acknowledged_by: z.string().nullable(),
    acknowledged_at: Instant.nullable(),
  })
  .meta({ id: 'CanaryAlarm' })
export type CanaryAlarm = z.infer<typeof CanaryAlarm>

export const CanaryAlarmQuery = ListQuery.extend({
  /** `yes`: alarms, not notes, that nobody has acknowledged. */
  open: z.enum(['yes']).optional(),
  execution_id: Uuid.optional(),
  record_id: Uuid.optional(),
})
export type CanaryAlarmQuery = z.infer<typeof CanaryAlarmQuery>
