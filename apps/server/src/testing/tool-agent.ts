/** An agent for tests, that calls the tools its input tells it to: as code, or as a model would. */
import { z } from 'zod'
import type { ToolGrant } from '../platform/gateway/policy.ts'
import type { AgentDefinition, AgentRun } from '../platform/runtime/agent.ts'
import { AgentFailure } from '../platform/runtime/agent-failure.ts'
import { insertExecution, type NewExecution } from '../platform/runtime/executions.store.ts'
import type { TestApp } from './test-app.ts'
import type { TestOrganization } from './test-organizations.ts'

export const TOOL_AGENT = 'tool_tester'

const Call = z.object({
  by: z.enum(['code', 'model']),
  tool: z.string(),
  args: z.record(z.string(), z.unknown()).default({}),
})

/** One answer a call: what the tool said, or `error: CODE: WORDS`. */
export type Said = unknown

export interface ToolAgentOptions {
  tools: readonly (string | ToolGrant)[]
  /** What the second attempt at a step asks for instead; a rule that has changed its mind, a model that is of two. */
  secondThoughts?: (args: Record<string, unknown>) => Record<string, unknown>
  /** What code's calls fail with ends the run, as with our own agents; else the agent says it and goes on. */
  givesUp?: boolean
}

/** Calls of one kind in a row share a step when a model makes them; each of code's is its own. */
export const toolAgent = ({
  tools,
  secondThoughts,
  givesUp = false,
}: ToolAgentOptions): AgentDefinition => {
  const seen = new Set<string>()
  const argsOf = (run: AgentRun, call: z.output<typeof Call>) => {
    const key = `${run.executionId} ${JSON.stringify(call)}`
    const again = seen.has(key)
    seen.add(key)
    return again && secondThoughts ? secondThoughts(call.args) : call.args
  }
  return {
    type: TOOL_AGENT,
    title: 'Tool tester',
    description: 'Calls what it is told to.',
    tools,
    timeoutMs: 60_000,
    async run(run) {
      const calls = z.array(Call).parse(run.input.calls)
      const said: Said[] = []
      for (let i = 0; i < calls.length; i += 1) {
        const call = calls[i] as z.output<typeof Call>
        if (call.by === 'code' && givesUp) said.push(await run.tool(call.tool, argsOf(run, call)))
        else if (call.by === 'code') said.push(await asCode(run, call.tool, argsOf(run, call)))
        else {
          const inRow = calls.slice(i)
          const end = inRow.findIndex((c) => c.by === 'code')
          const together = end < 0 ? inRow : inRow.slice(0, end)
          said.push(...(await asModel(run, together, (c) => argsOf(run, c))))
          i += together.length - 1
        }
      }
      return { output: { said } }
    },
  }
}

async function asCode(run: AgentRun, tool: string, args: Record<string, unknown>): Promise<Said> {
  try {
    return await run.tool(tool, args)
  } catch (error) {
    if (!(error instanceof AgentFailure)) throw error
    return `error: ${error.code}: ${error.message}`
  }
}

const asModel = (
  run: AgentRun,
  calls: z.output<typeof Call>[],
  argsOf: (call: z.output<typeof Call>) => Record<string, unknown>,
): Promise<Said[]> =>
  run.step({ kind: 'engine', name: 'model', summary: () => 'said' }, async ({ tools }) => {
    const said: Said[] = [(await tools.list()).map((t) => t.name)]
    for (const call of calls) {
      const { content, isError } = await tools.call(call.tool, argsOf(call))
      said.push(isError ? `error: ${content}` : content)
    }
    return [...said, { earlier: tools.earlier.length }]
  })

/** Puts an execution of it in place, on a person's account, and wakes the workers. @returns its id. */
export async function runTools(
  app: TestApp,
  calls: z.input<typeof Call>[],
  {
    of = app.acme,
    ...over
  }: Pick<NewExecution, 'initiators' | 'leadId' | 'taintedBy' | 'fedBy'> & {
    of?: TestOrganization
  } = {},
): Promise<string> {
  const row = await app.database.tenant(of.id, (tx) =>
    insertExecution(tx, {
      agentType: TOOL_AGENT,
      input: { calls },
      engine: 'scripted',
      correlationId: 'test',
      triggeredBy: 'system:test',
      initiators: [of.people.sales],
      ...over,
    }),
  )
  // Turning on what is on rings the doorbell, and nothing else.
  await of.as('manager').agents.setEnabled(TOOL_AGENT, true)
  return row.id
}
