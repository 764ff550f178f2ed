/** Waits for an execution to end, and says how it ended. */
import { type EventPayload, type Execution, FINAL_STATUSES } from '@insa/contracts'
import { CliError } from './cli-error.ts'
import { EXIT } from './exit-codes.ts'
import { faultLines } from './explain-error.ts'
import { printable } from './format-text.ts'
import type { Session } from './session.ts'

/** Failed connections in a row before following is given up; with doubling waits about a minute. */
const ATTEMPTS = 8

/** The finished execution. Ctrl-C stops the waiting, never the work: the error says how to look again. */
export async function followExecution(
  { client, signal }: Session,
  id: string,
  onEvent: (payload: EventPayload, eventId: string) => void,
): Promise<Execution> {
  const execution = await client.executions.follow(id, {
    signal,
    attempts: ATTEMPTS,
    onEvent: (event) => onEvent(event.payload, event.id),
  })
  if (FINAL_STATUSES.includes(execution.status)) return execution
  throw new CliError(`Stopped waiting: the execution is still ${execution.status}.`, {
    exitCode: EXIT.interrupted,
    hint: `Look again with: insa executions show ${id} --follow`,
  })
}

/** Throws unless the execution succeeded. Faults of the input (an import's rows) are bad input, all else a failed run. */
export function requireSuccess({ id, status, error }: Execution, isReported: boolean): void {
  if (status === 'succeeded') return
  const lines = faultLines(error?.errors)
  throw new CliError(error ? printable(error.message) : `The execution was ${status}.`, {
    exitCode: lines.length > 0 ? EXIT.invalidInput : EXIT.executionFailed,
    lines,
    ...(isReported ? {} : { hint: `Its steps: insa executions show ${id}` }),
    isReported,
  })
}
