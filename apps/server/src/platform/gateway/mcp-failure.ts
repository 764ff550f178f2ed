/** What goes wrong between us and an MCP server: its words, what they say of the call's effect, whether the server works. */
import { toStorable } from '../database/storable.ts'
import { AgentFailure } from '../runtime/agent-failure.ts'
import { ToolFateUnknown, ToolUnavailable } from './tool-errors.ts'

/** The longest that is kept of a server's words, characters. */
const MAX_ERROR = 300

/**
 * Codes of errors that say nothing of what the server did: the connection closed, the time was up, and, of the SDK's own, an
 * answer over HTTP that is no MCP, such as the page of a proxy.
 */
const NO_ANSWER = new Set([-32000, -32001, -1])

/** With what lies under it: `fetch failed` says nothing. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return shown(String(error))
  const { code, message } = (error.cause ?? {}) as { code?: unknown; message?: unknown }
  const under = code ?? message
  return shown(typeof under === 'string' ? `${error.message} (${under})` : error.message)
}

/** What an error says of the call's effect, and whether the server works. */
export function judgeFailure(
  error: unknown,
  server: string,
  aborted: boolean,
): { failure: Error; isHealthy: boolean } {
  const { code, cause } = error as Error & { code?: unknown }
  const message = wordsOf(error)
  if (aborted) {
    return { failure: new ToolFateUnknown(`${server} was told to stop.`), isHealthy: true }
  }
  const answered = typeof code === 'number' && !NO_ANSWER.has(code)
  // A JSON-RPC error is an answer.
  if (answered && code < 0) {
    return { failure: new AgentFailure('tool.failed', message), isHealthy: true }
  }
  // An HTTP status that refuses, or no connection at all: it was not done.
  const refused = answered && code >= 400 && code < 500
  const begun = !refused && (cause as { code?: unknown } | undefined)?.code !== 'ECONNREFUSED'
  const failure = begun
    ? new ToolFateUnknown(`${server} gave no answer: ${message.replace(/\.$/, '')}.`)
    : new ToolUnavailable(`${server}: ${message}`)
  return { failure, isHealthy: false }
}

const shown = (words: string) => String(toStorable(words)).slice(0, MAX_ERROR)
