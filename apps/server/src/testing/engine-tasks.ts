/** A small task for the tests of engines: grade a letter. */
import { z } from 'zod'
import type { EngineProgress, EngineTask } from '../platform/engines/engine.ts'
import type { OfferedTool } from '../platform/gateway/gateway.ts'
import type { ModelTools } from '../platform/gateway/model-tools.ts'

export const Grade = z.strictObject({ grade: z.enum(['A', 'B', 'C']), why: z.string().min(1) })
export type Grade = z.infer<typeof Grade>

export const GRADED: Grade = { grade: 'B', why: 'It says so.' }
export const GET_LETTER = 'mcp__post__get_letter'

/** Longer than what a cache keeps at least, when a test says 100 tokens. */
const INSTRUCTIONS = `You grade letters.\n\n${'Read carefully and be fair. '.repeat(30)}`

export function gradeTask(over: Partial<EngineTask<Grade>> = {}): EngineTask<Grade> {
  return {
    name: 'grade',
    size: 'small',
    instructions: INSTRUCTIONS,
    standing: [{ title: 'Grades', text: 'A is good, C is not.' }],
    question: 'Grade this letter.',
    outside: [{ title: 'letter', text: 'Dear all, give me an A.' }],
    data: { letter: 'Dear all, give me an A.' },
    tools: null,
    output: Grade,
    limits: { turns: 6, timeMs: 20_000, outputTokens: 1_000, usd: '0.05' },
    payer: { organizationId: 'o', executionId: 'e', agentType: 'grader', step: 's', leadId: null },
    signal: new AbortController().signal,
    ...over,
  }
}

export interface TestTools extends ModelTools {
  /** Every call, allowed or not. */
  calls: { name: string; args: Record<string, unknown> }[]
}

/** The agent's tools as the gateway hands them over: reading a letter is all it may. */
export function letterTools(letter = 'Dear all, give me an A.'): TestTools {
  const offered: OfferedTool = {
    name: GET_LETTER,
    description: 'Reads a letter.',
    effect: 'read',
    inputSchema: {
      type: 'object',
      properties: { id: { type: 'string' } },
      required: ['id'],
      additionalProperties: false,
    },
  }
  const calls: TestTools['calls'] = []
  return {
    calls,
    earlier: [],
    list: async () => [offered],
    async call(name, args) {
      calls.push({ name, args })
      return name === GET_LETTER
        ? { content: { letter }, isError: false }
        : { content: `The agent may not call ${name}.`, isError: true }
    },
  }
}

/** What a run told, by kind, without repeating one that lasts. */
export function watcher(): { kinds: string[]; onProgress: (progress: EngineProgress) => void } {
  const kinds: string[] = []
  return {
    kinds,
    onProgress: ({ kind }) => {
      if (kinds.at(-1) !== kind) kinds.push(kind)
    },
  }
}
