/** What an agent may call: data that says which tools on which conditions, and the code that decides. Deny by default. */
import type { ArgumentCondition } from '@insa/contracts'
import { ALL_DEFENCES } from '../safety/defences.ts'
import type { Tool } from './tool.ts'

export interface ToolGrant {
  /** A full name, or a pattern with `*`: `mcp__erpnext__get_*`. */
  tool: string
  /** Conditions on the arguments, by name; all must hold, and an argument that is not there fulfils none. */
  where?: Readonly<Record<string, ArgumentCondition>>
  /** Allowed to an agent that works on one lead, although the tool names no lead. */
  unbound?: boolean
  /** Only where a rule of ours asks; a model is neither shown the tool nor obeyed. */
  by?: 'code'
}

/** A bare name grants the tool without conditions of its own. */
export const toGrants = (tools: readonly (string | ToolGrant)[]): ToolGrant[] =>
  tools.map((t) => (typeof t === 'string' ? { tool: t } : t))

/** `*` stands for any text; everything else for itself. */
export function matches(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*')
  const tail = rest.pop()
  if (tail === undefined) return pattern === text
  if (!text.startsWith(head) || text.length < head.length + tail.length) return false
  let at = head.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.endsWith(tail) && text.length - tail.length >= at
}

/** Whether the pattern could fit a tool of this server. */
export function mayReach(pattern: string, server: string): boolean {
  const prefix = `mcp__${server}__`
  const star = pattern.indexOf('*')
  const head = star < 0 ? pattern : pattern.slice(0, star)
  return head.startsWith(prefix) || (star >= 0 && prefix.startsWith(head))
}

/** Who asks: a part of CallContext. */
export interface Asking {
  agentType: string
  grants: readonly ToolGrant[]
  boundLeadId: string | null
  /** Who asks; a model where nothing is said. */
  caller?: 'model' | 'code'
}

type Arguments = Readonly<Record<string, unknown>>

/** Whether any arguments at all could be allowed: what is not is kept out of a model's list too. */
export const mayCall = (asking: Asking, tool: Tool): boolean =>
  asking.grants.some((g) => matches(g.tool, tool.name) && reaches(asking, tool, g))

/** @param args as the tool's schema has parsed them. @returns why not, or null. */
export function refusal(
  asking: Asking,
  tool: Tool,
  args: Arguments,
  defences = ALL_DEFENCES,
): string | null {
  const { agentType, boundLeadId } = asking
  const isFree = !defences.has('tool_list')
  if (!isFree && !mayCall(asking, tool)) return `The agent ${agentType} may not call ${tool.name}.`
  const lead = leadIn(tool, args)
  const isOthers = boundLeadId !== null && lead !== undefined && lead !== boundLeadId
  if (isOthers && defences.has('own_lead'))
    return `The agent ${agentType} works on lead ${boundLeadId} only.`
  return isFree || isGranted(asking, tool, args)
    ? null
    : `The agent ${agentType} may not call ${tool.name} with these arguments.`
}

const leadIn = ({ leadArgument }: Tool, args: Arguments) =>
  leadArgument === undefined ? undefined : args[leadArgument]

function isGranted(asking: Asking, tool: Tool, args: Arguments): boolean {
  const { boundLeadId } = asking
  return asking.grants.some(
    (g) =>
      matches(g.tool, tool.name) &&
      reaches(asking, tool, g) &&
      (boundLeadId === null ||
        g.unbound === true ||
        namesBoundLead(g) ||
        leadIn(tool, args) !== undefined) &&
      Object.entries(g.where ?? {}).every(([name, c]) => holds(c, args[name], boundLeadId)),
  )
}

const namesBoundLead = ({ where = {} }: ToolGrant) => Object.values(where).some((c) => 'is' in c)

/** Whether the grant is of use to this run: one that works on a lead needs a tool that says which. */
function reaches({ boundLeadId, caller }: Asking, tool: Tool, grant: ToolGrant): boolean {
  if (grant.by === 'code' && caller !== 'code') return false
  if (boundLeadId === null) return !namesBoundLead(grant)
  return grant.unbound === true || namesBoundLead(grant) || tool.leadArgument !== undefined
}

/** Whether an argument fulfils a condition. */
export function holds(
  condition: ArgumentCondition,
  value: unknown,
  boundLeadId: string | null,
): boolean {
  if (value === undefined) return false
  if ('is' in condition) return boundLeadId !== null && value === boundLeadId
  if ('one_of' in condition) return condition.one_of.some((v) => v === value)
  if ('like' in condition) return typeof value === 'string' && matches(condition.like, value)
  if (typeof value !== 'number') return false
  return 'at_most' in condition ? value <= condition.at_most : value >= condition.at_least
}
