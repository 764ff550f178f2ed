/** What every client command has: the options that name the server, and a session made from them. */
import { ApiError, type Client, createClient } from '@insa/contracts'
import type { Command } from 'commander'
import { CliError } from './cli-error.ts'
import { type CliConfig, DEFAULT_URL } from './config.ts'
import { EXIT } from './exit-codes.ts'
import { explainError } from './explain-error.ts'
import { printable } from './format-text.ts'
import { createOutput, type Output } from './output.ts'
import { createProgress, type Progress } from './progress.ts'

export interface ConnectionOptions {
  url?: string
  key?: string
  json?: boolean
}

export interface Session {
  client: Client
  out: Output
  progress: (label: string) => Progress
  config: CliConfig
  /** The server's address, as it is shown. */
  url: string
  hasKey: boolean
  /** Aborted by Ctrl-C: waiting ends, what runs on the server goes on. */
  signal: AbortSignal
  /** The server's clock minus ours in milliseconds, from the last answer's `Date`; null before any. */
  clockSkewMs: () => number | null
}

/** Adds `--url`, `--key` and `--json`. */
export function withConnectionOptions(command: Command): Command {
  return command
    .option('--url <url>', `address of the server (else INSA_URL, else ${DEFAULT_URL})`)
    .option(
      '--key <key>',
      'API key (else INSA_API_KEY, which other users of the machine cannot see)',
    )
    .option('--json', 'print JSON on stdout, and nothing else there')
}

/** Runs `work` against the server that the options name. With `--json`, a failure is told on stdout, too. */
export async function withSession(
  config: CliConfig,
  options: ConnectionOptions,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const stop = new AbortController()
  const onInterrupt = () => stop.abort()
  process.once('SIGINT', onInterrupt)
  config.stdout.on('error', stopQuietlyWhenReaderLeaves)
  const out = createOutput(config, options.json ?? false)
  try {
    await work(openSession(config, options, out, stop.signal))
  } catch (error) {
    if (out.isJson && !(error instanceof CliError && error.isReported)) out.json(jsonError(error))
    throw error
  } finally {
    process.removeListener('SIGINT', onInterrupt)
  }
}

/** `insa leads list | head -3`: the reader closing the pipe is no error. */
function stopQuietlyWhenReaderLeaves(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(EXIT.ok)
  throw error
}

function openSession(
  config: CliConfig,
  options: ConnectionOptions,
  out: Output,
  signal: AbortSignal,
): Session {
  const url = requireUrl(options.url ?? config.url)
  const apiKey = requireKey(options.key ?? config.apiKey)
  let skew: number | null = null
  const onResponse = (response: Response) => {
    const date = Date.parse(response.headers.get('date') ?? '')
    if (!Number.isNaN(date)) skew = date - config.now()
  }
  return {
    client: createClient({ baseUrl: url, apiKey, onResponse }),
    out,
    progress: (label) => createProgress(config, label),
    config,
    url,
    hasKey: apiKey !== undefined,
    signal,
    clockSkewMs: () => skew,
  }
}

function requireUrl(text: string): string {
  const { protocol } = URL.parse(text) ?? {}
  if (protocol === 'http:' || protocol === 'https:') return text
  throw new CliError(`The address ${printable(text)} does not begin with http:// or https://.`, {
    exitCode: EXIT.usage,
    hint: 'It comes from --url, else from INSA_URL.',
  })
}

/** A key with anything but visible ASCII cannot be sent, and is most likely cut or pasted wrongly. */
function requireKey(key: string | undefined): string | undefined {
  if (key === undefined || /^[\x21-\x7e]+$/.test(key)) return key
  throw new CliError('The API key holds blanks or characters that no key has.', {
    exitCode: EXIT.usage,
    hint: 'It comes from --key, else from INSA_API_KEY.',
  })
}

function jsonError(error: unknown): object {
  const { exitCode, message, lines, hint } = explainError(error)
  const problem = error instanceof ApiError ? error.problem : { detail: message, errors: lines }
  return { error: { ...problem, hint, exit_code: exitCode } }
}
