/** Refuses to start incomplete: an agent that names a tool nobody has would fail at its first run. */
import type { Gateway } from '../gateway/gateway.ts'
import { matches, toGrants } from '../gateway/policy.ts'
import { splitToolName } from '../gateway/tool.ts'
import type { AgentDefinition } from './agent.ts'

/**
 * @param configured servers of the config; what they offer is not known yet.
 * @throws naming every agent and tool that do not fit.
 */
export function checkAgents(
  agents: Iterable<AgentDefinition>,
  gateway: Gateway,
  configured: ReadonlyMap<string, unknown>,
): void {
  const names = [...gateway.tools.keys()]
  const isThere = (tool: string) =>
    configured.has(splitToolName(tool).server) || names.some((name) => matches(tool, name))
  const missing = [...agents].flatMap((a) =>
    toGrants(a.tools)
      .filter(({ tool }) => !isThere(tool))
      .map(({ tool }) => `${a.type}: ${tool}`),
  )
  if (missing.length > 0)
    throw new Error(`Agents name tools that nobody offers: ${missing.join(', ')}.`)
}
