/** Finds the answer to a request in the script. */
import type { MessagesRequest, ParsedScript, Reply, WhenRule } from './script.ts'

/** @returns a function that remembers how often each rule has answered. */
export function createChooser(script: ParsedScript): (request: MessagesRequest) => Reply {
  const used = script.answers.map(() => 0)
  return (request) => {
    for (const [i, { when, times, reply }] of script.answers.entries()) {
      const count = used[i] ?? 0
      if ((times !== undefined && count >= times) || !fits(when, request)) continue
      used[i] = count + 1
      return reply
    }
    return script.otherwise
  }
}

function fits(when: WhenRule, request: MessagesRequest): boolean {
  // Claude Code adds reminders of the role `system` behind what is asked.
  const last = request.messages.findLast((m) => m.role !== 'system')
  const wanted = when.contains === undefined ? [] : [when.contains].flat()
  const all = wanted.length > 0 ? textOf([request.system, request.messages]) : ''
  return (
    wanted.every((words) => all.includes(words)) &&
    (when.last_contains === undefined || textOf(last?.content).includes(when.last_contains)) &&
    (when.tool === undefined || (request.tools ?? []).some((t) => t.name === when.tool)) &&
    (when.model === undefined || request.model.startsWith(when.model)) &&
    (when.after_tool_result === undefined ||
      carriesToolResult(last?.content) === when.after_tool_result) &&
    (when.stream === undefined || (request.stream ?? false) === when.stream)
  )
}

/** Every string in a request's content, one after the other. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (Array.isArray(content)) return content.map(textOf).join('\n')
  if (typeof content !== 'object' || content === null) return ''
  return Object.values(content).map(textOf).join('\n')
}

const carriesToolResult = (content: unknown): boolean =>
  Array.isArray(content) && content.some((block) => block?.type === 'tool_result')
