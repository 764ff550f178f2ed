/** Refuses to start incomplete: an agent that names a tool nobody has would fail at its first run. */
import type { Gateway } from '../gateway/gateway.ts'
import { matches, toGrants } from '../gateway/policy.ts'
import type { AgentDefinition } from './agent.ts'

/** @throws naming every agent and tool that do not fit. */
export function checkAgents(agents: Iterable<AgentDefinition>, gateway: Gateway): void {
  const missing = [...agents].flatMap((a) =>
    toGrants(a.tools)
      .filter(({ tool }) => ![...gateway.tools.keys()].some((name) => matches(tool, name)))
      .map(({ tool }) => `${a.type}: ${tool}`),
  )
  if (missing.length > 0)
    throw new Error(`Agents name tools that nobody offers: ${missing.join(', ')}.`)
}
