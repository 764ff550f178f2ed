/** What another tool policy would let agents call. Nothing is stored. */
import type {
  ArgumentCondition,
  NamesNothing,
  ToolAccess,
  ToolPolicy,
  ToolPolicyPreview,
} from '@insa/contracts'
import { v7 as uuidv7 } from 'uuid'
import { matches, mayCall, type ToolGrant, toGrants } from '../../platform/gateway/policy.ts'
import type { Tool } from '../../platform/gateway/tool.ts'
import { classified, grantsOf, isDenied, TOOL_POLICY } from '../../platform/gateway/tool-policy.ts'
import type { AgentDefinition } from '../../platform/runtime/agent.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import type { McpDeps } from './mcp-deps.ts'

export async function previewPolicy(
  { database, gateway, runtime }: McpDeps,
  organizationId: string,
  draft: ToolPolicy,
): Promise<ToolPolicyPreview> {
  const tools = await gateway.known()
  const agents = [...runtime.agents.values()]
  const policy = await database.tenant(organizationId, (tx) => readSetting(tx, TOOL_POLICY))
  const access = agents.flatMap((agent) =>
    tools.map((tool) => ({
      agent: agent.type,
      tool: tool.name,
      effect_before: classified(policy, tool).effect,
      effect: classified(draft, tool).effect,
      before: accessOf(policy, agent, tool),
      after: accessOf(draft, agent, tool),
      only: conditionsOf(draft, agent, tool),
    })),
  )
  return {
    access: access.filter((a) => a.before !== 'none' || a.after !== 'none'),
    names_nothing: namesNothing(draft, agents, tools),
  }
}

/** Some lead that a run works on. */
const SOME_LEAD = uuidv7()

const usable = (policy: ToolPolicy, agent: AgentDefinition, tool: Tool): ToolGrant[] =>
  isDenied(policy, agent.type, tool.name)
    ? []
    : grantsOf(policy, agent.type, toGrants(agent.tools)).filter((g) => matches(g.tool, tool.name))

function accessOf(policy: ToolPolicy, agent: AgentDefinition, tool: Tool): ToolAccess {
  const grants = usable(policy, agent, tool)
  const may = (caller: 'model' | 'code') =>
    [SOME_LEAD, null].some((boundLeadId) =>
      mayCall({ agentType: agent.type, grants, boundLeadId, caller }, tool),
    )
  if (may('model')) return 'model'
  return may('code') ? 'code' : 'none'
}

/** Where one grant has no condition, the others' do not matter. */
function conditionsOf(policy: ToolPolicy, agent: AgentDefinition, tool: Tool): string[] {
  const words = usable(policy, agent, tool).map(({ where = {} }) =>
    Object.entries(where)
      .map(([name, condition]) => `${name} ${conditionWords(condition)}`)
      .join(' and '),
  )
  return words.includes('') ? [] : words
}

function conditionWords(condition: ArgumentCondition): string {
  if ('is' in condition) return 'is the run’s lead'
  if ('one_of' in condition) return `is one of ${condition.one_of.join(', ')}`
  if ('like' in condition) return `is like ${condition.like}`
  return 'at_most' in condition
    ? `is at most ${condition.at_most}`
    : `is at least ${condition.at_least}`
}

function namesNothing(
  draft: ToolPolicy,
  agents: readonly AgentDefinition[],
  tools: readonly Tool[],
): NamesNothing[] {
  const noTool = (path: string, pattern: string) =>
    tools.some((t) => matches(pattern, t.name))
      ? []
      : [{ path: `${path}.tool`, message: 'No tool here is called so.' }]
  const noAgent = (path: string, pattern: string) =>
    agents.some((a) => matches(pattern, a.type))
      ? []
      : [{ path: `${path}.agent`, message: 'No agent is called so.' }]
  return [
    ...(['granted', 'denied'] as const).flatMap((list) =>
      draft[list].flatMap(({ agent, tool }, i) => [
        ...noAgent(`${list}.${i}`, agent),
        ...noTool(`${list}.${i}`, tool),
      ]),
    ),
    ...draft.effects.flatMap(({ tool }, i) => noTool(`effects.${i}`, tool)),
  ]
}
