/** Tool calls that may not happen twice, and what a person says of those whose fate nobody knows. */
import { z } from 'zod'
import { ApprovalChange } from './approvals.ts'
import { Instant, isStorable, ListQuery, Uuid } from './common.ts'
import { ExecutionStatus } from './executions.ts'

/** `unknown`: it may have happened or not. `undone`: a person says that it did not; its run goes on and may do it, once. */
export const ToolCallStatus = z
  .enum(['running', 'succeeded', 'failed', 'unknown', 'undone'])
  .meta({ id: 'ToolCallStatus' })
export type ToolCallStatus = z.infer<typeof ToolCallStatus>

export const SettledVerdict = z.enum(['happened', 'did_not_happen']).meta({ id: 'SettledVerdict' })
export type SettledVerdict = z.infer<typeof SettledVerdict>

export const ToolCallRecord = z
  .strictObject({
    id: Uuid,
    execution_id: Uuid,
    execution_status: ExecutionStatus,
    /** Null where nobody had to approve it. */
    approval_id: Uuid.nullable(),
    agent_type: z.string(),
    lead_id: Uuid.nullable(),
    tool: z.string(),
    caller: z.enum(['model', 'code']),
    /** As it was done. */
    arguments: z.record(z.string(), z.unknown()),
    /** The same in plain text, with what is invisible made visible. */
    changes: z.array(ApprovalChange),
    status: ToolCallStatus,
    /** Why it failed, or why nobody knows. */
    message: z.string().nullable(),
    started_at: Instant,
    finished_at: Instant.nullable(),
    /** What a person found, the last time that one looked. */
    settlement: z
      .strictObject({ verdict: SettledVerdict, by: z.string(), at: Instant, reason: z.string() })
      .nullable(),
    /** Whether whoever asks for this may say what happened; if not, why. */
    may_settle: z.boolean(),
    may_not_because: z.string().nullable(),
  })
  .meta({ id: 'ToolCallRecord' })
export type ToolCallRecord = z.infer<typeof ToolCallRecord>

export const ToolCallListQuery = ListQuery.extend({
  /** `unknown` finds what somebody has to look after. */
  status: ToolCallStatus.optional(),
  execution_id: Uuid.optional(),
})
export type ToolCallListQuery = z.infer<typeof ToolCallListQuery>

const Reason = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  .refine(isStorable, { message: 'Text must be valid Unicode without NUL characters.' })

export const SettleInput = z
  .discriminatedUnion('verdict', [
    z.strictObject({
      verdict: z.literal('happened'),
      /** Whether it did what it should. */
      outcome: z.enum(['succeeded', 'failed']).default('succeeded'),
      /** What the tool would have answered; without it the run hears that it happened, and the reason. */
      output: z.unknown().optional(),
      /** How that is known. Where it failed, the run hears it as the tool's complaint. */
      reason: Reason,
    }),
    z.strictObject({ verdict: z.literal('did_not_happen'), reason: Reason }),
  ])
  .meta({ id: 'SettleInput' })
export type SettleInput = z.infer<typeof SettleInput>
