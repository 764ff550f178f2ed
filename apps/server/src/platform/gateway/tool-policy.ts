/** A tenant's own say over its agents' tools: an administrator's data, beside what the agents' code grants. */
import { ToolPolicy } from '@insa/contracts'
import type { Setting } from '../settings/settings.store.ts'
import { matches, type ToolGrant } from './policy.ts'
import type { Tool } from './tool.ts'

export const TOOL_POLICY: Setting<ToolPolicy> = {
  name: 'tool_policy',
  schema: ToolPolicy,
  fallback: ToolPolicy.parse({}),
}

/** @param stored as it stands in the row, null where none was set. @returns null when it cannot be read: then nothing is allowed. */
export function parsePolicy(stored: unknown): ToolPolicy | null {
  if (stored === null) return TOOL_POLICY.fallback
  const parsed = ToolPolicy.safeParse(stored)
  return parsed.success ? parsed.data : null
}

/** What an agent may call here: what its code grants and what the tenant adds. */
export const grantsOf = (
  policy: ToolPolicy,
  agentType: string,
  own: readonly ToolGrant[],
): ToolGrant[] => [
  ...own,
  ...policy.granted
    .filter((g) => matches(g.agent, agentType))
    .map(({ tool, where, unbound }) => ({ tool, where, unbound })),
]

/** A denial stands above every grant. */
export const isDenied = (policy: ToolPolicy, agentType: string, name: string): boolean =>
  policy.denied.some((d) => matches(d.agent, agentType) && matches(d.tool, name))

/** The tool with the effect that the tenant knows it to have; the last entry that names it counts. */
export function classified(policy: ToolPolicy, tool: Tool): Tool {
  const known = policy.effects.findLast((e) => matches(e.tool, tool.name))
  return known ? { ...tool, effect: known.effect } : tool
}
