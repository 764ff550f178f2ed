/** A tool as the gateway knows it. */
import type { z } from 'zod'

export interface ToolCall {
  organizationId: string
  executionId: string
  correlationId: string
  signal: AbortSignal
}

export interface Tool<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** `mcp__<server>__<tool>`, as Claude Code names it. */
  name: string
  description: string
  effect: 'read' | 'write' | 'destructive'
  input: I
  output: O
  run(call: ToolCall, input: z.output<I>): Promise<z.input<O>>
}

/** Keeps a tool's own types while it is declared; the gateway parses what goes in and what comes out. */
export const defineTool = <I extends z.ZodType, O extends z.ZodType>(tool: Tool<I, O>): Tool =>
  tool as unknown as Tool
