/** Runs a tool that may run now, and keeps what is needed so that it runs once. */
import { z } from 'zod'
import type { ApprovalDesk } from '../approvals/approval-desk.ts'
import type { CallKey } from '../approvals/approvals.store.ts'
import type { Database } from '../database/database.ts'
import { AgentFailure } from '../runtime/agent-failure.ts'
import type { CallContext } from './call-context.ts'
import type { Tool } from './tool.ts'
import { beginCall, endCall, type KeptCall, keepCall, unbeginCall } from './tool-calls.store.ts'
import { ToolFateUnknown, ToolUnavailable } from './tool-errors.ts'

type Arguments = Record<string, unknown>

/** Whether doing it twice would be doing too much. */
export const isCareful = (tool: Tool): boolean => tool.effect !== 'read' && tool.repeatable !== true

export interface Run {
  context: CallContext
  key: CallKey
  tool: Tool
  /** As it is done; a person may have changed what was asked for. */
  args: Arguments
  requestedArgs: Arguments
  approvalId: string | null
}

export interface RunDeps {
  database: Database
  desk: ApprovalDesk
}

/** For calls whose repetition does no harm. What a model hears is kept with the call's audit entry. */
export async function runFreely(run: Run): Promise<unknown> {
  try {
    const output = await answerOf(run)
    keepForModel(run, { status: 'succeeded', output, error: null })
    return output
  } catch (error) {
    if (error instanceof AgentFailure) {
      keepForModel(run, { status: 'failed', output: null, error: error.message })
    }
    throw error
  }
}

const keepForModel = (run: Run, end: KeptCall) => {
  if (run.context.caller === 'model') run.context.also((tx) => keepCall(tx, toRow(run), end))
}

const toRow = (run: Run) => ({
  ...run.key,
  tool: run.tool.name,
  caller: run.context.caller,
  args: run.args,
  requestedArgs: run.requestedArgs,
  approvalId: run.approvalId,
})

/**
 * Written down before and after. If this process dies between, the next attempt finds the call begun and not ended.
 * @throws AgentFailure `tool.outcome_unknown` when nobody can say whether it happened.
 */
export async function runCarefully(deps: RunDeps, run: Run): Promise<unknown> {
  const { organizationId } = run.context
  const begun = await deps.database.tenant(organizationId, (tx) =>
    beginCall(tx, toRow(run), !isCareful(run.tool)),
  )
  if (begun === 'taken') throw await giveUp(deps, run)
  if (begun === 'over')
    throw new AgentFailure('tool.refused', 'The run has ended, or its approval.')
  const end = (status: KeptCall['status'], output: unknown, error: string | null) =>
    deps.database.tenant(organizationId, async (tx) => {
      await endCall(tx, run.key, { status, output, error })
      if (run.approvalId) await deps.desk.tellOutcome(tx, run.approvalId, run.key.executionId)
    })
  try {
    const output = await answerOf(run)
    await end('succeeded', output, null)
    return output
  } catch (error) {
    if (error instanceof ToolUnavailable) {
      await deps.database.tenant(organizationId, (tx) => unbeginCall(tx, run.key))
      throw error
    }
    if (error instanceof AgentFailure) {
      await end('failed', null, error.message)
      throw error
    }
    throw await giveUp(deps, run, error)
  }
}

/** @throws AgentFailure `tool.bad_answer` when it was done, and said something else than its schema allows. */
async function answerOf({ tool, context, args }: Run): Promise<unknown> {
  const answer = tool.output.safeParse(await tool.run(context, args))
  if (answer.success) return answer.data
  throw new AgentFailure('tool.bad_answer', `${tool.name}: ${z.prettifyError(answer.error)}`)
}

/** Nobody knows whether it happened: it is not done again, and people are told. @returns what to throw. */
export async function giveUp(
  { database, desk }: RunDeps,
  { context, key, tool, approvalId }: Run,
  cause?: unknown,
): Promise<AgentFailure> {
  const words = cause instanceof ToolFateUnknown ? cause.message : 'The program was interrupted.'
  const error = `${words} It may have happened or not, and is not done again. Please look.`
  const report = await desk.tellUnknown({ ...context, tool: tool.name })
  await database.tenant(context.organizationId, async (tx) => {
    await endCall(tx, key, { status: 'unknown', output: null, error })
    if (approvalId) await desk.tellOutcome(tx, approvalId, key.executionId)
    await report(tx)
  })
  return new AgentFailure('tool.outcome_unknown', error)
}
