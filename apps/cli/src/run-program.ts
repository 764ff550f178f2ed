/** The edge: parses the command line, runs the command, and turns whatever failed into words and an exit code. */
import type { Command, CommanderError } from 'commander'
import { type CliConfig, readConfig } from './config.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { explainError } from './explain-error.ts'
import { painter } from './format-text.ts'

/**
 * Runs what the arguments (without node and script) say, and sets the exit code of a failure; never throws. Works for
 * every command of the program, whoever added it.
 */
export async function runProgram(
  program: Command,
  args: readonly string[],
  config: CliConfig = readConfig(),
): Promise<void> {
  const code = await run(program, args, config)
  if (code !== EXIT.ok) config.setExitCode(code)
}

async function run(
  program: Command,
  args: readonly string[],
  config: CliConfig,
): Promise<ExitCode> {
  throwInsteadOfExit(program)
  try {
    await program.parseAsync(args, { from: 'user' })
    return EXIT.ok
  } catch (error) {
    // Commander has printed its own message; help and version are no errors.
    if (isCommanderError(error)) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    return report(error, config)
  }
}

/** By its mark, not its class: the program's own copy of commander may be another than ours. */
const isCommanderError = (error: unknown): error is CommanderError =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('commander.')

function report(error: unknown, config: CliConfig): ExitCode {
  const { exitCode, message, lines, hint } = explainError(error)
  const paint = painter(config, config.stderr)
  const said = [
    `${paint('red', 'error:')} ${message}`,
    ...lines.map((line) => `  ${line}`),
    ...(hint ? [paint('dim', hint)] : []),
    ...(config.showsStack && error instanceof Error ? [error.stack ?? ''] : []),
  ]
  config.stderr.write(`${said.join('\n')}\n`)
  return exitCode
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride()
  for (const child of command.commands) throwInsteadOfExit(child)
}
