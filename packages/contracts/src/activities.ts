/**
 * Activities: what was said and done, and what is still to do. In ERPNext these are CRM Note, Communication, ToDo and Event;
 * field names follow theirs.
 */
import { z } from 'zod'
import { boundedText, Day, Instant, InstantInput, ListQuery, Uuid } from './common.ts'

/** Note: CRM Note. Call, Email, Meeting, Visit: Communication, by its medium. Task: ToDo. Event: Event. */
export const ActivityType = z
  .enum(['Note', 'Call', 'Email', 'Meeting', 'Visit', 'Task', 'Event'])
  .meta({ id: 'ActivityType' })
export type ActivityType = z.infer<typeof ActivityType>

/** What is planned, and so is open until somebody closes it. */
export const isPlanned = (type: ActivityType): boolean => type === 'Task' || type === 'Event'

/** ERPNext v15, ToDo.status. */
export const ActivityStatus = z.enum(['Open', 'Closed', 'Cancelled']).meta({ id: 'ActivityStatus' })
export type ActivityStatus = z.infer<typeof ActivityStatus>

/** ERPNext v15, ToDo.priority. */
export const ActivityPriority = z.enum(['Low', 'Medium', 'High']).meta({ id: 'ActivityPriority' })

const activityFields = {
  subject: boundedText(200).nullable(),
  content: boundedText(20_000).nullable(),
  /** Of tasks and events. */
  status: ActivityStatus,
  /** Of tasks and events. */
  priority: ActivityPriority,
  /** Until when a task is to be done. */
  date: Day.nullable(),
  /** An event's. */
  starts_on: InstantInput.nullable(),
  ends_on: InstantInput.nullable(),
  /** Who is to do it: a member's e-mail address. */
  allocated_to: z.email().max(254).nullable(),
  /** When a call, mail, meeting or visit took place; now unless said. */
  communication_date: InstantInput.nullable(),
  sent_or_received: z.enum(['Sent', 'Received']).nullable(),
}

const about = {
  lead_id: Uuid,
  customer_id: Uuid,
  opportunity_id: Uuid,
  project_id: Uuid,
}

export const Activity = z
  .strictObject({
    id: Uuid,
    erpnext_name: z.string().nullable(),
    activity_type: ActivityType,
    subject: z.string().nullable(),
    content: z.string().nullable(),
    /** null where nothing is to be done. */
    status: ActivityStatus.nullable(),
    priority: ActivityPriority.nullable(),
    date: z.iso.date().nullable(),
    starts_on: Instant.nullable(),
    ends_on: Instant.nullable(),
    allocated_to: z.string().nullable(),
    communication_date: Instant.nullable(),
    sent_or_received: z.enum(['Sent', 'Received']).nullable(),
    lead_id: Uuid.nullable(),
    customer_id: Uuid.nullable(),
    opportunity_id: Uuid.nullable(),
    project_id: Uuid.nullable(),
    /** Who wrote it down, as the audit trail writes it. */
    created_by: z.string(),
    created_at: Instant,
    updated_at: Instant,
    etag: z.string(),
  })
  .meta({ id: 'Activity' })
export type Activity = z.infer<typeof Activity>

/** About one lead, customer, opportunity or project. */
export const ActivityInput = z
  .strictObject({ ...activityFields, ...about, activity_type: ActivityType })
  .partial()
  .required({ activity_type: true })
  .refine(
    (a) => Object.keys(about).filter((k) => a[k as keyof typeof about] !== undefined).length === 1,
    {
      message: 'Send exactly one of lead_id, customer_id, opportunity_id, project_id.',
      path: ['lead_id'],
    },
  )
  .refine((a) => Boolean(a.subject || a.content), {
    message: 'An activity needs a subject or a content.',
    path: ['subject'],
  })
  .meta({ id: 'NewActivity' })
export type ActivityInput = z.infer<typeof ActivityInput>

/** Only the fields sent change; null clears. */
export const ActivityPatch = z
  .strictObject(activityFields)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, { message: 'Nothing to change.' })
  .meta({ id: 'ActivityPatch' })
export type ActivityPatch = z.infer<typeof ActivityPatch>

export const ACTIVITY_SORTS = ['-created_at', 'created_at', 'date', '-date'] as const

export const ActivityListQuery = ListQuery.extend({
  q: z.string().trim().max(200).optional(),
  sort: z.enum(ACTIVITY_SORTS).default('-created_at'),
  activity_type: ActivityType.optional(),
  status: ActivityStatus.optional(),
  allocated_to: z.string().max(254).optional(),
  /** To be done on this day or before. */
  due_until: Day.optional(),
  lead_id: Uuid.optional(),
  customer_id: Uuid.optional(),
  opportunity_id: Uuid.optional(),
  project_id: Uuid.optional(),
})
export type ActivityListQuery = z.infer<typeof ActivityListQuery>
