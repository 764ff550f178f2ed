/** A tool as the gateway knows it. */
import type { ToolEffect } from '@insa/contracts'
import { z } from 'zod'

export interface ToolCall {
  organizationId: string
  executionId: string
  agentType: string
  correlationId: string
  signal: AbortSignal
}

export interface Tool<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** `mcp__<server>__<tool>`, as Claude Code names it. */
  name: string
  description: string
  effect: ToolEffect
  /** Its answers carry words that strangers wrote; they mark the run (taint.ts). */
  outside: boolean
  /** Doing it again changes nothing more, so a call that was cut off is simply repeated. Reads always are. */
  repeatable?: boolean
  /** A person is asked whatever the rules say; in these words. */
  alwaysAsks?: string
  /** Arguments that say what is decided on; who approves may change the others only. */
  fixedArguments?: readonly string[]
  /** The argument that names a lead: an agent that works on one lead may pass no other. */
  leadArgument?: string
  input: I
  output: O
  /** The JSON Schema that a model is shown; from `input` where it is absent. */
  inputSchema?: JsonObjectSchema
  run(call: ToolCall, input: z.output<I>): Promise<z.input<O>>
  /** What a call would change, with the values that are there now: shown to the person who decides on it. */
  preview?(call: ToolCall, input: z.output<I>): Promise<ToolPreview[]>
}

export interface ToolPreview {
  field: string
  /** Null where there is none, or it is not known. */
  old: unknown
  new: unknown
}

/** A JSON Schema of an object, as MCP wants it of a tool's input. */
export interface JsonObjectSchema {
  type: 'object'
  properties?: Record<string, unknown> | undefined
  required?: string[] | undefined
  additionalProperties?: unknown
  [keyword: string]: unknown
}

/** Keeps a tool's own types while it is declared; the gateway parses what goes in and what comes out. */
export const defineTool = <I extends z.ZodType, O extends z.ZodType>(tool: Tool<I, O>): Tool =>
  tool as unknown as Tool

/** The JSON Schema of a tool's input. */
export const inputSchemaOf = (tool: Tool): JsonObjectSchema =>
  tool.inputSchema ?? (z.toJSONSchema(tool.input, { io: 'input' }) as JsonObjectSchema)

/** The server in a tool's full name, and what the server itself calls the tool. */
export function splitToolName(name: string): { server: string; tool: string } {
  const [, server = 'unknown', ...rest] = name.split('__')
  return { server, tool: rest.length > 0 ? rest.join('__') : name }
}
