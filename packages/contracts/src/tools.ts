/** Tools: the MCP servers they come from, who may call them, and what a tenant says about it. */
import { z } from 'zod'
import { Instant } from './common.ts'

/** What a call does to the world, from harmless to grave. `egress`: something leaves the house. */
export const ToolEffect = z
  .enum(['read', 'write', 'egress', 'destructive'])
  .meta({ id: 'ToolEffect' })
export type ToolEffect = z.infer<typeof ToolEffect>

/** A name, or a pattern in which `*` stands for any text. */
export const Pattern = z.string().min(1).max(200)

/** What an argument must be; one that is missing fulfils nothing. */
export const ArgumentCondition = z.union([
  z.strictObject({ is: z.literal('bound_lead') }),
  z.strictObject({ one_of: z.array(z.union([z.string(), z.number(), z.boolean()])).max(200) }),
  z.strictObject({ at_most: z.number() }),
  z.strictObject({ at_least: z.number() }),
  z.strictObject({ like: Pattern }),
])
export type ArgumentCondition = z.infer<typeof ArgumentCondition>

/** What a tenant adds to, and takes from, what the agents' code allows. */
export const ToolPolicy = z
  .strictObject({
    /** Tools that an agent may call beside its own list. */
    granted: z
      .array(
        z.strictObject({
          agent: Pattern,
          tool: Pattern,
          where: z.record(z.string().max(100), ArgumentCondition).default({}),
          /** Also for a run that works on one lead, although the tool names none. */
          unbound: z.boolean().default(false),
        }),
      )
      .max(200)
      .default([]),
    /** Tools that an agent may not call, whatever else is granted. */
    denied: z
      .array(z.strictObject({ agent: Pattern, tool: Pattern }))
      .max(200)
      .default([]),
    /** What tools do, where their servers say nothing of it, or less than is known. */
    effects: z
      .array(z.strictObject({ tool: Pattern, effect: ToolEffect }))
      .max(200)
      .default([]),
  })
  .meta({ id: 'ToolPolicy' })
export type ToolPolicy = z.infer<typeof ToolPolicy>

/** Calls since the program started, of the process that answers. */
const CallFigures = {
  calls: z.int(),
  errors: z.int(),
  p50_ms: z.number().nullable(),
  p95_ms: z.number().nullable(),
}

export const McpTool = z
  .strictObject({
    /** As the server calls it. */
    name: z.string(),
    /** As agents call it: `mcp__<server>__<tool>`. */
    full_name: z.string(),
    description: z.string(),
    effect: ToolEffect,
    ...CallFigures,
  })
  .meta({ id: 'McpTool' })
export type McpTool = z.infer<typeof McpTool>

/** One difference between what was pinned and what a server lists now. Text of a stranger: never markup. */
export const McpToolChange = z
  .strictObject({
    tool: z.string(),
    change: z.enum(['added', 'removed', 'renamed', 'changed']),
    field: z.string().nullable(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  })
  .meta({ id: 'McpToolChange' })
export type McpToolChange = z.infer<typeof McpToolChange>

export const McpPin = z
  .strictObject({
    /** `first_sight`: pinned as it was found, nobody has looked yet. `quarantined`: it lists something else now. */
    status: z.enum(['first_sight', 'reviewed', 'quarantined']),
    pinned_by: z.string(),
    pinned_at: Instant,
    /** Of the set that the server lists now; an approval names it. */
    listed_hash: z.string(),
    changes: z.array(McpToolChange),
  })
  .meta({ id: 'McpPin' })
export type McpPin = z.infer<typeof McpPin>

export const McpServerStatus = z
  .enum(['ready', 'starting', 'waiting', 'stopped', 'unusable'])
  .meta({ id: 'McpServerStatus' })

export const McpServer = z
  .strictObject({
    name: z.string(),
    transport: z.enum(['in_process', 'stdio', 'http']),
    /** `waiting`: down, and tried again at `retry_at`. `unusable`: its entry in the config cannot be used. */
    status: McpServerStatus,
    /** What it is or where: a command's name, an address without secrets. */
    origin: z.string(),
    /** What it says it is. */
    server_info: z.string().nullable(),
    started_at: Instant.nullable(),
    restarts: z.int(),
    retry_at: Instant.nullable(),
    /** What is wrong with the server itself. */
    fault: z.string().nullable(),
    circuit: z.enum(['closed', 'open', 'half_open']),
    ...CallFigures,
    /** Calls of this organization that failed, newest first. */
    last_errors: z.array(z.strictObject({ at: Instant, tool: z.string(), message: z.string() })),
    tools: z.array(McpTool),
    /** Null for our own servers, whose tools change with the program only, and while a server never listed any. */
    pin: McpPin.nullable(),
  })
  .meta({ id: 'McpServer' })
export type McpServer = z.infer<typeof McpServer>

export const McpServerPage = z
  .strictObject({
    data: z.array(McpServer),
    next_cursor: z.null(),
    /** The file that names the servers; null where there is none. */
    config_file: z.string().nullable(),
    /** Why the file as a whole cannot be used. */
    config_fault: z.string().nullable(),
  })
  .meta({ id: 'McpServerPage' })
export type McpServerPage = z.infer<typeof McpServerPage>

/** Takes what the server lists now as what it may list, if it is still what was looked at. */
export const McpPinApproval = z
  .strictObject({ listed_hash: z.string().regex(/^[0-9a-f]{64}$/) })
  .meta({ id: 'McpPinApproval' })
