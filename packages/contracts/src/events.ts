/** What the tenant's event stream says. An event carries ids and short facts; the reader fetches the rest. */
import { z } from 'zod'
import { ApprovalStatus } from './approvals.ts'
import { Uuid } from './common.ts'
import {
  ExecutionActivity,
  ExecutionProgress,
  ExecutionStatus,
  ExecutionStep,
} from './executions.ts'
import { Priority, RecommendedAction } from './qualification.ts'

export const EventPayload = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('lead.created'), lead_id: Uuid }),
  z.strictObject({ type: z.literal('lead.updated'), lead_id: Uuid }),
  z.strictObject({ type: z.literal('lead.deleted'), lead_id: Uuid }),
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
  z.strictObject({ type: z.literal('settings.changed'), name: z.string() }),
])
export type EventPayload = z.infer<typeof EventPayload>
export type EventType = EventPayload['type']
