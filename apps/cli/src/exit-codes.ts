/** What the process tells its caller: one table, for the code and for the help text. */

export const EXIT = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  notAllowed: 3,
  notFound: 4,
  invalidInput: 5,
  conflict: 6,
  unavailable: 7,
  executionFailed: 8,
  broken: 9,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

const MEANINGS: Record<keyof typeof EXIT, string> = {
  ok: 'done',
  unexpected: 'something unexpected went wrong',
  usage: 'the command line is wrong',
  notAllowed: 'not signed in, or no right to do this',
  notFound: 'there is no such thing',
  invalidInput: 'the input was refused',
  conflict: 'it changed meanwhile, or is being done already',
  unavailable: 'the server cannot be reached or is not ready',
  executionFailed: 'the execution failed or was cancelled',
  broken: 'what was checked does not hold: the audit trail, an ERPNext site',
  interrupted: 'stopped with Ctrl-C',
}

/** For the end of a help text. */
export function exitCodeHelp(): string {
  const rows = Object.entries(EXIT).map(
    ([name, code]) => `  ${String(code).padStart(3)}  ${MEANINGS[name as keyof typeof EXIT]}`,
  )
  return `Exit codes:\n${rows.join('\n')}`
}

/** The exit code of an HTTP answer; 0 is "no answer came". */
export function exitCodeOfStatus(status: number): ExitCode {
  if (status === 401 || status === 403) return EXIT.notAllowed
  if (status === 404) return EXIT.notFound
  if (status === 409 || status === 412 || status === 428) return EXIT.conflict
  if (status === 400 || status === 413 || status === 415 || status === 422) return EXIT.invalidInput
  if (status === 0 || status === 429 || (status > 501 && status < 505)) return EXIT.unavailable
  return EXIT.unexpected
}
