/** The client commands of `insa`: they speak HTTP with the server and know nothing else of it. */
export { addClientCommands } from './add-client-commands.ts'
export { runProgram } from './run-program.ts'
