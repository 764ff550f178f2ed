/** A tool called by the program that it is a part of: no client, no protocol, so failures stay what they are. */
import type { Tool, ToolCall } from './define-tool.ts'
import { performTool } from './run-tool.ts'
import type { RequestExtra } from './sdk-types.ts'
import { ToolError } from './tool-error.ts'

/**
 * @returns the answer as the tool's output schema has it.
 * @throws ToolError, `tool.timeout` where it took too long; whatever else the tool throws, and the signal's reason.
 */
export async function callInProcess(
  tool: Tool,
  args: Record<string, unknown>,
  caller: AbortSignal,
): Promise<Record<string, unknown>> {
  const time = AbortSignal.timeout(tool.timeoutMs)
  const call: ToolCall = {
    signal: AbortSignal.any([caller, time]),
    progress: () => undefined,
    log: SILENT,
    attach: () => undefined,
    // Who calls in a program has its own way to ask a person.
    confirm: async () => 'cannot',
    request: NO_REQUEST,
  }
  try {
    return await performTool(tool, args, call)
  } catch (error) {
    if (!time.aborted || caller.aborted || error instanceof ToolError) throw error
    throw new ToolError(`${tool.name} gave no answer within ${tool.timeoutMs / 1000} s.`, {
      code: 'tool.timeout',
      cause: error,
    })
  }
}

const nothing = () => undefined
const SILENT = { debug: nothing, info: nothing, warning: nothing, error: nothing }

/** There is no client to ask or to tell. */
const NO_REQUEST = new Proxy({} as RequestExtra, {
  get() {
    throw new Error('A tool that is called in the program itself has no client.')
  },
})
