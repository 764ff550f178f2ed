/** The client commands of `insa`: they speak HTTP with the server and know nothing else of it. */
export { addClientCommands } from './add-client-commands.ts'
export { CliError } from './cli-error.ts'
export { EXIT } from './exit-codes.ts'
export { runProgram } from './run-program.ts'
