import type { ExitCode } from './exit-codes.ts'

/** A failure that the person at the terminal is told in one line. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: ExitCode
  /** What to do about it. */
  readonly hint: string | null
  /** Further lines: one fault each. */
  readonly lines: readonly string[]
  /** True when `--json` has already printed the whole result, so that the error adds nothing to it. */
  readonly isReported: boolean

  constructor(
    message: string,
    options: {
      exitCode: ExitCode
      hint?: string
      lines?: readonly string[]
      isReported?: boolean
    },
  ) {
    super(message)
    this.exitCode = options.exitCode
    this.hint = options.hint ?? null
    this.lines = options.lines ?? []
    this.isReported = options.isReported ?? false
  }
}
