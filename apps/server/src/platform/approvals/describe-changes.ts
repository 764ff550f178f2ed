/** What a call would do, field by field, for the person who decides. */
import type { ApprovalChange } from '@insa/contracts'
import type { Tool, ToolCall } from '../gateway/tool.ts'
import { plainText, readableValue } from './plain-text.ts'

/** The tool's own view of it where it has one; otherwise its arguments, of which no former value is known. */
export async function describeChanges(
  tool: Tool,
  call: ToolCall,
  args: Readonly<Record<string, unknown>>,
): Promise<ApprovalChange[]> {
  // A view that cannot be had must not keep the question from being asked.
  const own = await tool.preview?.(call, args).catch(() => null)
  const changes = own ?? Object.entries(args).map(([field, v]) => ({ field, old: null, new: v }))
  return changes.map((change) => ({
    field: plainText(change.field),
    old: change.old === null ? null : readableValue(change.old),
    new: change.new === null ? null : readableValue(change.new),
  }))
}
