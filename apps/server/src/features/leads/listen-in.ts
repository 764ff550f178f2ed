/**
 * What a model hears from its tools while it judges a lead: kept, so that code can look for orders in it too. What an earlier
 * run wrote about the lead is left out of it: a model's words are no record, and an order in them would live on.
 */
import type { ModelToolAnswer } from '../../platform/gateway/model-calls.ts'
import type { ModelTools } from '../../platform/gateway/model-tools.ts'

/** The tool that reads a lead with its score. */
export const GET_LEAD = 'mcp__erpnext__get_lead'

export interface ListenOptions {
  /** Also what a model wrote before. Default: no. */
  withScore?: boolean
}

/** @returns the same tools, and all the texts that they have answered so far. */
export function listenIn(
  tools: ModelTools,
  { withScore = false }: ListenOptions = {},
): { tools: ModelTools; heard: string[] } {
  const heard: string[] = []
  const told = (name: string, answer: ModelToolAnswer): ModelToolAnswer => {
    const content = name === GET_LEAD && !withScore ? withoutScore(answer.content) : answer.content
    heard.push(...textsIn(content))
    return { ...answer, content }
  }
  const earlier = tools.earlier.map((e) => ({ ...e, answer: told(e.name, e.answer) }))
  return {
    heard,
    tools: {
      earlier,
      list: () => tools.list(),
      call: async (name, args) => told(name, await tools.call(name, args)),
    },
  }
}

function withoutScore(content: unknown): unknown {
  if (typeof content !== 'object' || content === null || !('score' in content)) return content
  const { score: _, ...rest } = content
  return rest
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}
