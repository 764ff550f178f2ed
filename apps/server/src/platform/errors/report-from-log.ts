/** What a log line of an error tells about it: one door for all of them, whoever writes the line. */
import type { ErrorOrigin } from '@insa/contracts'
import type { OnError } from '../telemetry/logger.ts'
import type { ErrorBuffer, ErrorReport } from './error-buffer.ts'

/** For the logger: every error that it is told of is noted. */
export const reportFromLog =
  (errors: Pick<ErrorBuffer, 'note'>): OnError =>
  (error, what, fields) =>
    errors.note({
      error,
      what,
      ...placeOf(fields),
      traceId: text(fields['trace.id']),
      executionId: text(fields['labels.execution']),
    })

function placeOf(fields: Record<string, unknown>): Pick<ErrorReport, 'origin' | 'where'> {
  const route = text(fields['url.path'])
  if (route) return { origin: 'request', where: `${fields['http.request.method']} ${route}` }
  const agent = text(fields['labels.agent_type'])
  if (agent) return { origin: 'agent', where: agent }
  const origin: ErrorOrigin = fields['event.action'] === CRASH ? 'process' : 'background'
  return { origin, where: undefined }
}

/** `event.action` of the line that tells why a process ends. */
export const CRASH = 'process-crash'

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
