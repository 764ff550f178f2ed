/** Whether a call may be made at all: by the policies, by the pins, by its arguments. */
import type { ApprovalRules, ToolPolicy } from '@insa/contracts'
import { parseApprovalRules } from '../approvals/approval-rules.ts'
import type { Database } from '../database/database.ts'
import { isStorableValue } from '../database/storable.ts'
import { AgentFailure } from '../runtime/agent-failure.ts'
import type { Defences } from '../safety/defences.ts'
import type { CallContext } from './call-context.ts'
import { checkPin } from './check-pin.ts'
import type { Gate } from './gate.store.ts'
import type { McpManager, ServerOffer } from './mcp-manager.ts'
import { type Asking, mayCall, mayReach, refusal } from './policy.ts'
import { splitToolName, type Tool } from './tool.ts'
import { classified, grantsOf, isDenied, parsePolicy } from './tool-policy.ts'

export interface AdmitDeps {
  database: Database
  mcp: McpManager
  /** Our own tools, by server; they need no pin, for they change with the program only. */
  ownServers: ReadonlyMap<string, readonly Tool[]>
  /** All of them, but in the attack gate. */
  defences: Defences
}

/** What a run may do at a server now; with the words of why, where it is nothing at all. */
export interface Allowed {
  asking: Asking
  tools: readonly Tool[]
  why: string | null
}

export async function allowedTools(
  deps: AdmitDeps,
  context: CallContext,
  gate: Gate,
  server: string,
): Promise<Allowed> {
  const policy = parsePolicy(gate.policy)
  const nothing = (why: string): Allowed => ({ asking: context, tools: [], why })
  if (!policy) return nothing('The tool policy cannot be read, so nothing is allowed.')
  const asking = { ...context, grants: grantsOf(policy, context.agentType, context.grants) }
  const own = deps.ownServers.get(server)
  // Nobody waits for a server of which they may use nothing.
  if (!own && !asking.grants.some((g) => mayReach(g.tool, server)))
    return { asking, tools: [], why: null }
  const offer: Partial<ServerOffer> | null = own ? { tools: own } : await deps.mcp.offerOf(server)
  const tools = (offer?.tools ?? [])
    .filter((t) => !deps.defences.has('tool_list') || isListed(policy, asking, t))
    .map((t) => classified(policy, t))
  if (offer?.definitions && tools.length > 0) {
    const pin = await checkPin(deps.database, context, server, offer.definitions, gate.pin)
    if (pin.quarantined && deps.defences.has('pins'))
      return nothing(`${server} is quarantined: its tools have changed.`)
    // What nobody of ours has read may say anything of itself, and a model would read it.
    if (
      !pin.reviewed &&
      !pin.quarantined &&
      context.caller === 'model' &&
      deps.defences.has('read_first')
    )
      return nothing(`Nobody has looked at the tools of ${server} yet.`)
  }
  return { asking, tools, why: null }
}

const isListed = (policy: ToolPolicy, asking: Asking, tool: Tool): boolean =>
  !isDenied(policy, asking.agentType, tool.name) && mayCall(asking, tool)

export interface Admitted {
  asking: Asking
  tool: Tool
  rules: ApprovalRules
}

/** @throws AgentFailure `tool.refused`. */
export async function admit(
  deps: AdmitDeps,
  context: CallContext,
  gate: Gate,
  name: string,
): Promise<Admitted> {
  const rules = parseApprovalRules(gate.rules)
  if (!rules) throw refused('The approval rules cannot be read, so nothing is allowed.')
  const allowed = await allowedTools(deps, context, gate, splitToolName(name).server)
  const tool = allowed.tools.find((t) => t.name === name)
  if (tool) return { asking: allowed.asking, tool, rules }
  // One answer for a tool that is not granted and one that is not there: nobody learns what exists.
  throw refused(allowed.why ?? `The agent ${context.agentType} may not call ${name}.`)
}

/** @throws AgentFailure `tool.invalid_input`, `tool.refused`. */
export function parseArguments(
  { asking, tool }: Pick<Admitted, 'asking' | 'tool'>,
  args: Record<string, unknown>,
  defences: Defences,
): Record<string, unknown> {
  if (!isStorableValue(args)) {
    const fault = 'text must be valid Unicode without NUL characters, and nothing nested too deep.'
    throw new AgentFailure('tool.invalid_input', `${tool.name}: ${fault}`)
  }
  const input = tool.input.safeParse(args)
  if (!input.success) {
    const [issue] = input.error.issues
    const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''
    throw new AgentFailure('tool.invalid_input', `${tool.name}: ${where}${issue?.message}`)
  }
  const parsed = input.data as Record<string, unknown>
  const why = refusal(asking, tool, parsed, defences)
  if (why !== null) throw refused(why)
  return parsed
}

const refused = (why: string) => new AgentFailure('tool.refused', why)
