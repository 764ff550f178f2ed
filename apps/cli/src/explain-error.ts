/** From any failure to what a person reads and the process answers: the CLI's one translation of errors. */
import { ApiError, type FieldProblem } from '@insa/contracts'
import { CliError } from './cli-error.ts'
import { EXIT, type ExitCode, exitCodeOfStatus } from './exit-codes.ts'
import { printable } from './format-text.ts'

/** More faults than these are counted, not listed. */
const LISTED_FAULTS = 20

interface Explanation {
  exitCode: ExitCode
  /** One line: what went wrong. */
  message: string
  /** One fault each. */
  lines: readonly string[]
  /** What to do. */
  hint: string | null
}

export function explainError(error: unknown): Explanation {
  if (error instanceof CliError) return error
  if (error instanceof ApiError) return explainApiError(error)
  if (error instanceof Error && error.name === 'AbortError') {
    return { exitCode: EXIT.interrupted, message: 'Stopped.', lines: [], hint: null }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { exitCode: EXIT.unexpected, message: printable(message), lines: [], hint: null }
}

/** Faults as lines, the first twenty: `rows.17.email_id: Invalid email address`. */
export function faultLines(faults: readonly FieldProblem[] = []): string[] {
  const lines = faults
    .slice(0, LISTED_FAULTS)
    .map(({ path, message }) => printable(path ? `${path}: ${message}` : message))
  const more = faults.length - lines.length
  return more > 0 ? [...lines, `and ${more.toLocaleString('en')} more`] : lines
}

function explainApiError(error: ApiError): Explanation {
  const { detail, title, errors } = error.problem
  return {
    exitCode:
      error.code === 'client.unexpected_answer' ? EXIT.unexpected : exitCodeOfStatus(error.status),
    message: printable(detail || title),
    lines: isOneFaultSaid(error) ? [] : faultLines(errors),
    hint: hintFor(error),
  }
}

/** A single fault that the message already tells is not told twice. */
function isOneFaultSaid({ problem: { detail, errors = [] } }: ApiError): boolean {
  const [fault] = errors
  return errors.length === 1 && fault !== undefined && detail.includes(fault.message)
}

function hintFor(error: ApiError): string | null {
  const { status, code, problem, retryAfterSeconds } = error
  if (code === 'client.unreachable') {
    return 'Is the server running? Start it with `npm start`, or name another with --url or INSA_URL.'
  }
  if (code === 'client.unexpected_answer') {
    return 'Does --url (or INSA_URL) name an INSA CRM of this version? `insa doctor` compares them.'
  }
  if (status === 401)
    return 'Make an API key in the console, and give it with INSA_API_KEY or --key.'
  if (status === 403) return '`insa doctor` shows what this key may do.'
  if (status === 412) return 'Look at it again and repeat the command.'
  if (retryAfterSeconds !== null) return `Try again in ${retryAfterSeconds} s.`
  if (status >= 500)
    return `The server's log says more under correlation id ${problem.correlation_id}.`
  return null
}
