/** What other approval rules, or another tool policy, would do: computed and stored nowhere. */
import { z } from 'zod'
import { Instant } from './common.ts'
import { ToolEffect } from './tools.ts'

/** An entry that names nothing that is here. It may be a slip of the pen, or meant for a server to come. */
export const NamesNothing = z
  .strictObject({
    /** Of the field: `rules.0.tool`. */
    path: z.string(),
    message: z.string(),
  })
  .meta({ id: 'NamesNothing' })
export type NamesNothing = z.infer<typeof NamesNothing>

/** Whether a tool's calls need a person; `sometimes`: it depends on who calls it with what. */
export const AsksWhen = z.enum(['always', 'sometimes', 'never']).meta({ id: 'AsksWhen' })
export type AsksWhen = z.infer<typeof AsksWhen>

export const ApprovalRulesPreview = z
  .strictObject({
    tools: z.array(
      z.strictObject({
        tool: z.string(),
        effect: ToolEffect,
        /** By the rules that hold now, and by these. */
        before: AsksWhen,
        after: AsksWhen,
        /** Why, by these. */
        why: z.array(z.string()),
      }),
    ),
    /** The latest calls that are on record, and how many of them a person would have been asked about. */
    calls: z.int(),
    asked_before: z.int(),
    asked_after: z.int(),
    /** Those on which the two differ, newest first; the first 20. */
    moved: z.array(
      z.strictObject({
        tool: z.string(),
        agent_type: z.string(),
        at: Instant,
        /** By these rules. */
        asked: z.boolean(),
        why: z.array(z.string()),
      }),
    ),
    names_nothing: z.array(NamesNothing),
  })
  .meta({ id: 'ApprovalRulesPreview' })
export type ApprovalRulesPreview = z.infer<typeof ApprovalRulesPreview>

/** Who may ask for a tool: an agent's rules in code, or its model, too. */
export const ToolAccess = z.enum(['none', 'code', 'model']).meta({ id: 'ToolAccess' })
export type ToolAccess = z.infer<typeof ToolAccess>

export const ToolPolicyPreview = z
  .strictObject({
    /** Every tool that an agent may call now or then. */
    access: z.array(
      z.strictObject({
        agent: z.string(),
        tool: z.string(),
        effect_before: ToolEffect,
        effect: ToolEffect,
        before: ToolAccess,
        after: ToolAccess,
        /** On what conditions then; any of them does. Empty: none. */
        only: z.array(z.string()),
      }),
    ),
    names_nothing: z.array(NamesNothing),
  })
  .meta({ id: 'ToolPolicyPreview' })
export type ToolPolicyPreview = z.infer<typeof ToolPolicyPreview>
