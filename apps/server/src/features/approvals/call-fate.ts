/** What may be said of a call whose fate nobody knows, by whom, and what becomes of its run. */
import { FINAL_STATUSES } from '@insa/contracts'
import { refuseDecision } from '../../platform/approvals/who-decides.ts'
import type { CallInRun } from '../../platform/gateway/settled-calls.store.ts'
import { type AppError, conflict } from '../../platform/http/errors.ts'
import type { Actor } from '../../platform/identity/actor.ts'

/**
 * `reopens`: the run failed for this call, and takes it anew. `waits`: it stands at the step that made the call, and hears of it
 * when it goes on. `over`: it has gone on without knowing, and ended. `busy`: it is at work.
 */
export type RunOfCall = 'reopens' | 'waits' | 'over' | 'busy'

export function runOf(call: CallInRun): RunOfCall {
  const isAtTheCall = Number(call.last_seq) === call.seq
  const failedFor = (call.execution_error as { code?: string } | null)?.code
  if (call.execution_status === 'failed' && failedFor === 'tool.outcome_unknown' && isAtTheCall)
    return 'reopens'
  if ((FINAL_STATUSES as readonly string[]).includes(call.execution_status)) return 'over'
  return call.execution_status !== 'running' && isAtTheCall ? 'waits' : 'busy'
}

/** @returns why this person may not say what happened to it now, or null. */
export function refuseSettling(actor: Actor, call: CallInRun): AppError | null {
  // What somebody else had to approve, somebody else has to settle: "it did not happen" has it done again.
  const { initiators, approver } = call
  const refused = refuseDecision(actor, {
    initiators: initiators ?? [],
    approver: approver ?? 'manager',
  })
  if (refused) return refused
  if (call.status !== 'unknown')
    return conflict('tool_call.settled', `What became of this is known (${call.status}).`)
  if (runOf(call) === 'busy')
    return conflict('tool_call.run_busy', 'Its run is at work. Say it when the run has ended.')
  return null
}
