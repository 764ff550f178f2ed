/** What the tenant's event stream says. An event carries ids and short facts; the reader fetches the rest. */
import { z } from 'zod'
import { AlertStatus } from './alerts.ts'
import { ApprovalStatus } from './approvals.ts'
import { Uuid } from './common.ts'
import {
  ExecutionActivity,
  ExecutionProgress,
  ExecutionStatus,
  ExecutionStep,
} from './executions.ts'
import { OpportunityStatus } from './opportunities.ts'
import { Priority, RecommendedAction } from './qualification.ts'

const aboutCustomer = { customer_id: Uuid }
const aboutOpportunity = {
  opportunity_id: Uuid,
  lead_id: Uuid.nullable(),
  customer_id: Uuid.nullable(),
}
const aboutProject = { project_id: Uuid, customer_id: Uuid.nullable() }
const aboutActivity = {
  activity_id: Uuid,
  lead_id: Uuid.nullable(),
  customer_id: Uuid.nullable(),
  opportunity_id: Uuid.nullable(),
  project_id: Uuid.nullable(),
}

export const EventPayload = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('lead.created'), lead_id: Uuid }),
  z.strictObject({ type: z.literal('lead.updated'), lead_id: Uuid }),
  z.strictObject({ type: z.literal('lead.deleted'), lead_id: Uuid }),
  z.strictObject({ type: z.literal('customer.created'), ...aboutCustomer }),
  z.strictObject({ type: z.literal('customer.updated'), ...aboutCustomer }),
  z.strictObject({ type: z.literal('customer.deleted'), ...aboutCustomer }),
  z.strictObject({
    type: z.literal('customer.merged'),
    ...aboutCustomer,
    /** The duplicate that went into it. */
    merged_customer_id: Uuid,
  }),
  z.strictObject({ type: z.literal('customer.erased'), ...aboutCustomer }),
  z.strictObject({ type: z.literal('opportunity.created'), ...aboutOpportunity }),
  z.strictObject({ type: z.literal('opportunity.updated'), ...aboutOpportunity }),
  z.strictObject({ type: z.literal('opportunity.deleted'), ...aboutOpportunity }),
  z.strictObject({
    type: z.literal('opportunity.stage_changed'),
    ...aboutOpportunity,
    from_stage: z.string().nullable(),
    to_stage: z.string(),
    from_status: OpportunityStatus.nullable(),
    to_status: OpportunityStatus,
  }),
  z.strictObject({ type: z.literal('project.created'), ...aboutProject }),
  z.strictObject({ type: z.literal('project.updated'), ...aboutProject }),
  z.strictObject({ type: z.literal('project.deleted'), ...aboutProject }),
  z.strictObject({ type: z.literal('activity.created'), ...aboutActivity }),
  z.strictObject({ type: z.literal('activity.updated'), ...aboutActivity }),
  z.strictObject({ type: z.literal('activity.deleted'), ...aboutActivity }),
  z.strictObject({ type: z.literal('leads.imported'), execution_id: Uuid, count: z.int() }),
  z.strictObject({
    type: z.literal('lead.scored'),
    lead_id: Uuid,
    execution_id: Uuid,
    qualification_score: z.number(),
    priority: Priority,
    recommended_action: RecommendedAction,
  }),
  z.strictObject({
    type: z.literal('execution.updated'),
    execution_id: Uuid,
    agent_type: z.string(),
    status: ExecutionStatus,
    lead_id: Uuid.nullable(),
  }),
  z.strictObject({ type: z.literal('execution.step'), execution_id: Uuid, step: ExecutionStep }),
  z.strictObject({
    type: z.literal('execution.progress'),
    execution_id: Uuid,
    progress: ExecutionProgress,
  }),
  z.strictObject({
    type: z.literal('execution.activity'),
    execution_id: Uuid,
    activity: ExecutionActivity,
  }),
  /** A batch came, moved on or ended: told every few seconds at most. */
  z.strictObject({ type: z.literal('batch.updated'), batch_id: Uuid }),
  z.strictObject({ type: z.literal('alert.changed'), alert_id: Uuid, status: AlertStatus }),
  z.strictObject({
    type: z.literal('approval.requested'),
    approval_id: Uuid,
    execution_id: Uuid,
  }),
  z.strictObject({
    type: z.literal('approval.changed'),
    approval_id: Uuid,
    execution_id: Uuid,
    status: ApprovalStatus,
  }),
  z.strictObject({ type: z.literal('mail.queued'), mail_id: Uuid }),
  /** For administrators only: nobody else's stream carries it. */
  z.strictObject({ type: z.literal('canary.read'), alarm_id: Uuid }),
  z.strictObject({ type: z.literal('settings.changed'), name: z.string() }),
  /** The exchange with ERPNext went on: leads that came or changed, in all; what else moved shows in its status. */
  z.strictObject({ type: z.literal('erpnext.synced'), leads: z.int() }),
])
export type EventPayload = z.infer<typeof EventPayload>
export type EventType = EventPayload['type']
