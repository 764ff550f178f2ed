/** The client commands as a process of their own, for what only a process can show: signals and pipes. */
import { Command } from 'commander'
import { addClientCommands } from '../add-client-commands.ts'
import { readConfig } from '../config.ts'
import { runProgram } from '../run-program.ts'

const config = readConfig()
const program = new Command('insa')
addClientCommands(program, config)
process.exitCode = await runProgram(program, process.argv, config)
