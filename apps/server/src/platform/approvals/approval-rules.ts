/** Whether a call needs a person, and why: the tenant's rules over safe defaults, and taint above them all. */
import {
  type ApprovalReason,
  ApprovalRules,
  type ApproverRole,
  type ArgumentCondition,
} from '@insa/contracts'
import type { CallContext } from '../gateway/call-context.ts'
import { holds, matches } from '../gateway/policy.ts'
import { inputSchemaOf, type Tool } from '../gateway/tool.ts'
import type { Setting } from '../settings/settings.store.ts'
import { freeTextIn } from './free-text.ts'
import { amountsIn } from './read-amounts.ts'

export const APPROVAL_RULES: Setting<ApprovalRules> = {
  name: 'approval_rules',
  schema: ApprovalRules,
  fallback: ApprovalRules.parse({}),
}

/** @param stored as it stands in the row, null where none was set. @returns null when it cannot be read: then nothing is allowed. */
export function parseApprovalRules(stored: unknown): ApprovalRules | null {
  if (stored === null) return APPROVAL_RULES.fallback
  const parsed = ApprovalRules.safeParse(stored)
  return parsed.success ? parsed.data : null
}

export interface AskedCall {
  tool: Tool
  /** As the tool's schema has parsed them. */
  args: Readonly<Record<string, unknown>>
  agentType: string
  caller: CallContext['caller']
  boundLeadId: string | null
  /** What brought words from outside into the run; null while it is clean. */
  taintedBy: string | null
}

export interface ApprovalNeed {
  reasons: ApprovalReason[]
  /** The least role that may decide. */
  approver: ApproverRole
}

const EFFECT_WORDS: Record<Tool['effect'], string> = {
  read: 'It reads.',
  write: 'It changes something.',
  egress: 'Something leaves the house.',
  destructive: 'It may delete or overwrite.',
}

/** @returns null when it needs nobody. */
export function approvalNeed(rules: ApprovalRules, call: AskedCall): ApprovalNeed | null {
  const found = [
    ...byTaint(call),
    ...(isExempt(rules, call) ? [] : [...byEffect(rules, call), ...byMoney(rules, call)]),
    ...byRule(rules, call),
    ...byTool(call),
  ]
  if (found.length === 0) return null
  const high = found.some((f) => f.approver === 'administrator')
  return {
    reasons: found.map(({ code, text }) => ({ code, text })),
    approver: high ? 'administrator' : 'manager',
  }
}

type Found = ApprovalReason & { approver: ApproverRole }

/**
 * A model that has read a stranger's words may be doing their will. Code that acts by rule is not; unless it hands on words,
 * in a run that may have them from outside.
 */
function byTaint({ tool, args, caller, taintedBy }: AskedCall): Found[] {
  if (taintedBy === null || tool.effect === 'read') return []
  const found = { code: 'tainted', approver: 'manager' } as const
  if (caller === 'model') {
    return [{ ...found, text: `The agent has read words from outside (${taintedBy}).` }]
  }
  const words = freeTextIn(inputSchemaOf(tool), args)
  if (words.length === 0) return []
  const text = `It hands on text (${words.join(', ')}) of a run with words from outside.`
  return [{ ...found, text }]
}

const byEffect = (rules: ApprovalRules, { tool }: AskedCall): Found[] =>
  rules.effects.includes(tool.effect)
    ? [{ code: 'effect', text: EFFECT_WORDS[tool.effect], approver: 'manager' }]
    : []

function byMoney({ money }: ApprovalRules, { tool, args }: AskedCall): Found[] {
  if (tool.effect === 'read') return []
  return amountsIn(args)
    .filter(({ name, atMost }) => {
      const isMoney = money.arguments.some((p) => matches(p.toLowerCase(), name.toLowerCase()))
      return isMoney && atMost > money.above
    })
    .map(({ path, written }) => ({
      code: 'money',
      text: `It commits money: ${path} is ${written}.`,
      approver: money.approver,
    }))
}

function byRule({ rules }: ApprovalRules, call: AskedCall): Found[] {
  const { tool, agentType, args, boundLeadId } = call
  const applies = (where: Record<string, ArgumentCondition>) =>
    Object.entries(where).every(([name, c]) => holds(c, args[name], boundLeadId))
  return rules
    .filter((r) => matches(r.tool, tool.name) && matches(r.agent, agentType) && applies(r.where))
    .map((r) => ({ code: 'rule', text: `A rule asks for it: ${r.tool}.`, approver: r.approver }))
}

/** Nobody's rules reach it. */
const byTool = ({ tool }: AskedCall): Found[] =>
  tool.alwaysAsks ? [{ code: 'rule', text: tool.alwaysAsks, approver: 'manager' }] : []

const isExempt = (rules: ApprovalRules, { tool, agentType, caller }: AskedCall): boolean =>
  caller === 'code' &&
  rules.exempt.some((e) => matches(e.tool, tool.name) && matches(e.agent, agentType))
