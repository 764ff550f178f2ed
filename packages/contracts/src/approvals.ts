/** Approvals: what an agent may do only when a person has seen it, and who decided. */
import { z } from 'zod'
import { Instant, isStorable, ListQuery, Uuid } from './common.ts'
import { ArgumentCondition, Pattern, ToolEffect } from './tools.ts'

export const ApprovalStatus = z
  .enum(['pending', 'approved', 'rejected', 'expired', 'withdrawn', 'void'])
  .meta({ id: 'ApprovalStatus' })
export type ApprovalStatus = z.infer<typeof ApprovalStatus>

/** What became of an approved call. `unknown`: the program died, or no answer came; a person has to look. */
export const ApprovalOutcome = z
  .enum(['none', 'running', 'succeeded', 'failed', 'unknown'])
  .meta({ id: 'ApprovalOutcome' })
export type ApprovalOutcome = z.infer<typeof ApprovalOutcome>

/** One field that would change, in plain text: of whoever wrote it, so never markup. */
export const ApprovalChange = z
  .strictObject({
    field: z.string(),
    /** Null where it is not known, or was not there. */
    old: z.string().nullable(),
    new: z.string().nullable(),
  })
  .meta({ id: 'ApprovalChange' })
export type ApprovalChange = z.infer<typeof ApprovalChange>

/** Why a person is asked. */
export const ApprovalReason = z
  .strictObject({ code: z.enum(['effect', 'tainted', 'money', 'rule']), text: z.string() })
  .meta({ id: 'ApprovalReason' })
export type ApprovalReason = z.infer<typeof ApprovalReason>

/** The least role that may decide. */
export const ApproverRole = z.enum(['manager', 'administrator']).meta({ id: 'ApproverRole' })
export type ApproverRole = z.infer<typeof ApproverRole>

const Arguments = z.record(z.string(), z.unknown())

export const Approval = z
  .strictObject({
    id: Uuid,
    status: ApprovalStatus,
    outcome: ApprovalOutcome,
    /** What failed or is unknown, in words. */
    outcome_message: z.string().nullable(),
    /** The call that was made of it, by which its fate is settled where that is unknown. */
    call_id: Uuid.nullable(),
    execution_id: Uuid,
    agent_type: z.string(),
    lead_id: Uuid.nullable(),
    tool: z.string(),
    effect: ToolEffect,
    caller: z.enum(['model', 'code']),
    changes: z.array(ApprovalChange),
    reasons: z.array(ApprovalReason),
    /** What is to be done; a person may have changed what the agent asked for. */
    arguments: Arguments,
    requested_arguments: Arguments,
    /** SHA-256 over tool, arguments and subject: the approval is for this and nothing else. */
    effect_hash: z.string(),
    approver: ApproverRole,
    requested_by: z.string(),
    /** Whether whoever asks for this may decide; if not, why. */
    may_decide: z.boolean(),
    may_not_because: z.string().nullable(),
    decided_by: z.string().nullable(),
    decided_at: Instant.nullable(),
    reason: z.string().nullable(),
    created_at: Instant,
    escalated_at: Instant.nullable(),
    expires_at: Instant,
  })
  .meta({ id: 'Approval' })
export type Approval = z.infer<typeof Approval>

export const ApprovalListQuery = ListQuery.extend({
  status: ApprovalStatus.optional(),
  /** `unknown` finds the calls that a person has to look after. */
  outcome: ApprovalOutcome.optional(),
  execution_id: Uuid.optional(),
})
export type ApprovalListQuery = z.infer<typeof ApprovalListQuery>

const Reason = z
  .string()
  .trim()
  .max(2_000)
  .refine(isStorable, { message: 'Text must be valid Unicode without NUL characters.' })

export const ApproveInput = z
  .strictObject({
    reason: Reason.optional(),
    /** Instead of what the agent asked for. Checked like the agent's own. */
    arguments: Arguments.optional(),
  })
  .meta({ id: 'ApproveInput' })

/** The agent reads the reason as the tool's answer. */
export const RejectInput = z.strictObject({ reason: Reason.min(1) }).meta({ id: 'RejectInput' })

/** A tenant's say over which calls need a person. The defaults are the safe ones. */
export const ApprovalRules = z
  .strictObject({
    /** Effects that always do. */
    effects: z.array(ToolEffect).max(4).default(['egress', 'destructive']),
    /** Numbers in arguments of these names are money that a call commits, where it changes anything at all. */
    money: z
      .strictObject({
        arguments: z.array(Pattern).max(100),
        above: z.number().min(0),
        approver: ApproverRole,
      })
      .default({
        arguments: ['*amount*', '*price*', '*total*', '*discount*', '*rate', '*cost*', '*budget*'],
        above: 0,
        approver: 'manager',
      }),
    /** Further calls, by tool and by argument. */
    rules: z
      .array(
        z.strictObject({
          tool: Pattern,
          agent: Pattern.default('*'),
          where: z.record(z.string().max(100), ArgumentCondition).default({}),
          approver: ApproverRole.default('manager'),
        }),
      )
      .max(200)
      .default([]),
    /** Calls of our own code that need none, although their effect would. A model's always do. */
    exempt: z
      .array(z.strictObject({ tool: Pattern, agent: Pattern.default('*') }))
      .max(200)
      .default([]),
    /** Undecided for so long, it is told to the administrators. */
    escalate_after_hours: z.number().min(0.01).max(8_760).default(48),
    /** Undecided for so long, it is rejected. */
    expire_after_hours: z.number().min(0.01).max(8_760).default(72),
  })
  .refine((r) => r.escalate_after_hours <= r.expire_after_hours, {
    path: ['escalate_after_hours'],
    message: 'Must not be later than the expiry.',
  })
  .meta({ id: 'ApprovalRules' })
export type ApprovalRules = z.infer<typeof ApprovalRules>
