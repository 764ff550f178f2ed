/** The client commands as a process of their own, for what only a process can show: signals and pipes. */
import { Command } from 'commander'
import { addClientCommands } from '../add-client-commands.ts'
import { runProgram } from '../run-program.ts'

const program = new Command('insa')
addClientCommands(program)
await runProgram(program, process.argv.slice(2))
