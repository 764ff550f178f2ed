/** The only reader of the environment: where the server is, which key to use, and what the terminal can do. */

export const DEFAULT_URL = 'http://127.0.0.1:8080'

/** A stream that text goes to; `columns` only on a terminal. */
export type TextStream = NodeJS.WritableStream & {
  isTTY?: boolean | undefined
  columns?: number | undefined
}

export interface CliConfig {
  /** Used when `--url` is not given. */
  url: string
  /** Used when `--key` is not given. */
  apiKey: string | undefined
  /** False when the person asked for none (NO_COLOR) or the terminal has none. */
  colorAllowed: boolean
  /** LOG_LEVEL=debug or trace: an unexpected failure shows where it happened. */
  showsStack: boolean
  /** The terminal's width; unlimited when the output is not a terminal, so that nothing is cut in a pipe. */
  columns: number
  stdin: AsyncIterable<Uint8Array>
  stdout: TextStream
  stderr: TextStream
  /** Milliseconds since the epoch: what "3 h ago" is counted from. */
  now: () => number
  /** Keeps the exit code for the end of the process, so that output still in a pipe gets through. */
  setExitCode: (code: number) => void
}

interface Surroundings {
  env: NodeJS.ProcessEnv
  stdin: AsyncIterable<Uint8Array>
  stdout: TextStream
  stderr: TextStream
}

/** Reads INSA_URL, INSA_API_KEY, NO_COLOR, TERM, COLUMNS and LOG_LEVEL. */
export function readConfig(from: Surroundings = process): CliConfig {
  const { env, stdin, stdout, stderr } = from
  return {
    url: env.INSA_URL || DEFAULT_URL,
    apiKey: env.INSA_API_KEY || undefined,
    colorAllowed: !env.NO_COLOR && env.TERM !== 'dumb',
    showsStack: env.LOG_LEVEL === 'debug' || env.LOG_LEVEL === 'trace',
    columns: stdout.columns ?? (Number(env.COLUMNS) || Number.POSITIVE_INFINITY),
    stdin,
    stdout,
    stderr,
    now: Date.now,
    setExitCode: (code) => {
      process.exitCode = code
    },
  }
}
