/** A server's tool definitions as tools of the gateway. What a server says of itself is believed to its disadvantage only. */

import type { ToolEffect } from '@insa/contracts'
import type { CallToolResult, Tool as ListedTool } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import { toStorable } from '../database/storable.ts'
import { AgentFailure } from '../runtime/agent-failure.ts'
import { defineTool, type JsonObjectSchema, type Tool } from './tool.ts'

/** What a server's tool is, as far as it is pinned and shown. */
export interface ToolDefinition {
  name: string
  description: string
  inputSchema: JsonObjectSchema
  effect: ToolEffect
  repeatable: boolean
}

/** What the Messages API takes in a tool's name, less what the full name needs. */
const TOOL_NAME = /^[A-Za-z0-9_-]{1,80}$/
/** The longest answer that goes on, characters; the rest is cut, visibly. */
const MAX_ANSWER = 100_000

/** @throws for names that cannot be called, or stand there twice. */
export function readDefinitions(listed: readonly ListedTool[]): ToolDefinition[] {
  const names = new Set<string>()
  for (const { name } of listed) {
    if (!TOOL_NAME.test(name)) throw new Error('It lists a tool whose name cannot be called.')
    if (names.has(name)) throw new Error(`It lists the tool ${name} twice.`)
    names.add(name)
  }
  return (toStorable(listed) as readonly ListedTool[]).map((tool) => ({
    name: tool.name,
    description: tool.description ?? '',
    inputSchema: tool.inputSchema,
    effect: effectOf(tool),
    repeatable:
      tool.annotations?.readOnlyHint === true || tool.annotations?.idempotentHint === true,
  }))
}

/** As the specification has it, a tool that says nothing may destroy, and may reach anybody. */
function effectOf({ annotations = {} }: ListedTool): ToolEffect {
  const staysHome = annotations.openWorldHint === false
  if (annotations.readOnlyHint === true) return staysHome ? 'read' : 'egress'
  if (annotations.destructiveHint === false) return staysHome ? 'write' : 'egress'
  return 'destructive'
}

export type CallServer = (
  tool: string,
  args: Record<string, unknown>,
  signal: AbortSignal,
) => Promise<CallToolResult>

/** @param validate compiles a JSON Schema; answers what is wrong, or null. */
export function toTool(
  server: string,
  definition: ToolDefinition,
  validate: (value: unknown) => string | null,
  callServer: CallServer,
): Tool {
  const { name, description, inputSchema, effect, repeatable } = definition
  const known = new Set(Object.keys(inputSchema.properties ?? {}))
  const takesMore = inputSchema.additionalProperties === true
  return defineTool({
    name: `mcp__${server}__${name}`,
    description,
    effect,
    repeatable,
    outside: true,
    inputSchema,
    input: z.record(z.string(), z.unknown()).superRefine((value, context) => {
      // An argument that the schema does not name could be one that no condition looks at.
      const strange = takesMore ? undefined : Object.keys(value).find((key) => !known.has(key))
      const fault = strange === undefined ? validate(value) : `it takes no argument ${strange}.`
      if (fault !== null) context.addIssue({ code: 'custom', message: fault })
    }),
    output: z.unknown(),
    async run({ signal }, args) {
      const answer = toStorable(await callServer(name, args, signal)) as CallToolResult
      if (answer.isError) throw new AgentFailure('tool.failed', textOf(answer) || `${name} failed.`)
      const structured = answer.structuredContent
      if (structured && JSON.stringify(structured).length <= MAX_ANSWER) return structured
      return textOf(answer)
    },
  })
}

function textOf({ content }: CallToolResult): string {
  const text = content
    .map((part) => {
      if (part.type === 'text') return part.text
      if (part.type === 'resource' && 'text' in part.resource) return part.resource.text
      return `[${part.type} left out]`
    })
    .join('\n')
  if (text.length <= MAX_ANSWER) return text
  return `${text.slice(0, MAX_ANSWER)}\n[cut: ${text.length - MAX_ANSWER} more characters]`
}
