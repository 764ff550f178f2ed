/** Rows of `activities` as the contract's shape. */
import { type Activity, ActivityPriority, ActivityStatus, ActivityType } from '@insa/contracts'
import type { Selectable } from 'kysely'
import type { Activities } from '../../platform/database/schema.generated.ts'
import { etagOf } from '../../platform/records/etag.ts'
import type { RecordKind } from '../../platform/records/record-kind.ts'

export type ActivityRow = Omit<Selectable<Activities>, 'search_text'>

export const ACTIVITIES: RecordKind = {
  noun: 'activity',
  table: 'activities',
  columns: [
    'id',
    'organization_id',
    'erpnext_name',
    'activity_type',
    'subject',
    'content',
    'status',
    'priority',
    'date',
    'starts_on',
    'ends_on',
    'allocated_to',
    'communication_date',
    'sent_or_received',
    'lead_id',
    'customer_id',
    'opportunity_id',
    'project_id',
    'created_by',
    'version',
    'created_at',
    'updated_at',
  ],
  days: ['date'],
  sorts: { created_at: 'time', date: 'day' },
}

const Status = ActivityStatus.nullable()
const Priority = ActivityPriority.nullable()

export const presentActivity = (row: ActivityRow): Activity => ({
  id: row.id,
  erpnext_name: row.erpnext_name,
  activity_type: ActivityType.parse(row.activity_type),
  subject: row.subject,
  content: row.content,
  status: Status.parse(row.status),
  priority: Priority.parse(row.priority),
  date: row.date,
  starts_on: row.starts_on?.toISOString() ?? null,
  ends_on: row.ends_on?.toISOString() ?? null,
  allocated_to: row.allocated_to,
  communication_date: row.communication_date?.toISOString() ?? null,
  sent_or_received:
    row.sent_or_received === 'Sent' || row.sent_or_received === 'Received'
      ? row.sent_or_received
      : null,
  lead_id: row.lead_id,
  customer_id: row.customer_id,
  opportunity_id: row.opportunity_id,
  project_id: row.project_id,
  created_by: row.created_by,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  etag: etagOf(row),
})
