/** What other approval rules would do: to every tool that is here, and to the calls that are on record. Nothing is stored. */
import type {
  ApprovalRules,
  ApprovalRulesPreview,
  AsksWhen,
  NamesNothing,
  ToolPolicy,
} from '@insa/contracts'
import {
  APPROVAL_RULES,
  type AskedCall,
  approvalNeed,
} from '../../platform/approvals/approval-rules.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Gateway } from '../../platform/gateway/gateway.ts'
import { matches } from '../../platform/gateway/policy.ts'
import { type CallInRun, listCallsInRuns } from '../../platform/gateway/settled-calls.store.ts'
import { inputSchemaOf, type Tool } from '../../platform/gateway/tool.ts'
import { classified, TOOL_POLICY } from '../../platform/gateway/tool-policy.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'

/** Calls of the past that are looked at. */
const CALLS = 500
const SHOWN = 20

export interface PreviewDeps {
  database: Database
  gateway: Gateway
}

export async function previewRules(
  { database, gateway }: PreviewDeps,
  organizationId: string,
  draft: ApprovalRules,
): Promise<ApprovalRulesPreview> {
  const known = await gateway.known()
  const { rules, policy, calls } = await database.tenant(organizationId, async (tx) => ({
    rules: await readSetting(tx, APPROVAL_RULES),
    policy: await readSetting(tx, TOOL_POLICY),
    calls: await listCallsInRuns(tx, { limit: CALLS }, null),
  }))
  const tools = known.map((tool) => classified(policy as ToolPolicy, tool))
  const judged = judgeCalls(tools, calls.slice(0, CALLS), rules, draft)
  return {
    tools: tools.map((tool) => ({
      tool: tool.name,
      effect: tool.effect,
      before: asksWhen(rules, tool).when,
      after: asksWhen(draft, tool).when,
      why: asksWhen(draft, tool).why,
    })),
    calls: judged.length,
    asked_before: judged.filter((c) => c.before.length > 0).length,
    asked_after: judged.filter((c) => c.after.length > 0).length,
    moved: judged
      .filter((c) => c.before.length > 0 !== c.after.length > 0)
      .slice(0, SHOWN)
      .map(({ call, before, after }) => ({
        tool: call.tool,
        agent_type: call.agent_type,
        at: call.started_at.toISOString(),
        asked: after.length > 0,
        why: after.length > 0 ? after : before,
      })),
    names_nothing: namesNothing(draft, tools),
  }
}

/** A run without words from outside, called by code: what holds for everybody, whatever was read. */
const CLEAN = { caller: 'code', taintedBy: null, boundLeadId: null } as const

const reasons = (rules: ApprovalRules, call: AskedCall): string[] =>
  approvalNeed(rules, call)?.reasons.map((r) => r.text) ?? []

function judgeCalls(
  tools: readonly Tool[],
  calls: readonly CallInRun[],
  rules: ApprovalRules,
  draft: ApprovalRules,
) {
  return calls.flatMap((call) => {
    const tool = tools.find((t) => t.name === call.tool)
    if (!tool) return []
    const asked = {
      ...CLEAN,
      tool,
      args: call.arguments as Record<string, unknown>,
      agentType: call.agent_type,
      caller: call.caller as AskedCall['caller'],
      boundLeadId: call.lead_id,
    }
    return [{ call, before: reasons(rules, asked), after: reasons(draft, asked) }]
  })
}

/** An agent that no rule names: what is asked of it is asked of everybody. */
const NOBODY = ''

function asksWhen(rules: ApprovalRules, tool: Tool): { when: AsksWhen; why: string[] } {
  const always = reasons(rules, { ...CLEAN, tool, args: {}, agentType: NOBODY })
  if (always.length > 0) return { when: 'always', why: always }
  const byRule = rules.rules.filter((r) => matches(r.tool, tool.name)).map(ruleWords)
  const byMoney = tool.effect === 'read' ? [] : moneyOf(rules, tool)
  const exempted = reasons(
    { ...rules, exempt: [] },
    { ...CLEAN, tool, args: {}, agentType: NOBODY },
  )
  const model = exempted.map((text) => `A model’s call: ${text}`)
  const why = [...model, ...byRule, ...byMoney]
  return { when: why.length > 0 ? 'sometimes' : 'never', why }
}

function ruleWords({ agent, where }: ApprovalRules['rules'][number]): string {
  const on = Object.keys(where).join(', ')
  const by = agent === '*' ? '' : ` by ${agent}`
  return on ? `A rule asks for it${by}, depending on ${on}.` : `A rule asks for it${by}.`
}

function moneyOf({ money }: ApprovalRules, tool: Tool): string[] {
  const names = Object.keys(inputSchemaOf(tool).properties ?? {}).filter((name) =>
    money.arguments.some((p) => matches(p.toLowerCase(), name.toLowerCase())),
  )
  return names.map((name) => `${name} is above ${money.above}.`)
}

function namesNothing(draft: ApprovalRules, tools: readonly Tool[]): NamesNothing[] {
  const isHere = (pattern: string) => tools.some((t) => matches(pattern, t.name))
  return (['rules', 'exempt'] as const).flatMap((list) =>
    draft[list].flatMap(({ tool }, i) =>
      isHere(tool) ? [] : [{ path: `${list}.${i}.tool`, message: 'No tool here is called so.' }],
    ),
  )
}
