/**
 * `insa mcp …` without the rest of the program: a client starts it and waits, and loading every other command would take
 * longer than the server itself.
 */
import { Command } from 'commander'
import { mcpCommand } from './commands/mcp.ts'

/** Parses the command line and serves until the client goes or a signal comes; the exit code is set. */
export async function main(args: string[]): Promise<void> {
  const program = new Command('insa').enablePositionalOptions().addCommand(mcpCommand())
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    // On stderr: stdout is the protocol's.
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
