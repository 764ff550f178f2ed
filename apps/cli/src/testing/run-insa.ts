/** Runs the real commands as the bin does, with streams that a test can read. */
import { Readable, Writable } from 'node:stream'
import { Command } from 'commander'
import { addClientCommands } from '../add-client-commands.ts'
import { readConfig, type TextStream } from '../config.ts'
import { runProgram } from '../run-program.ts'
import { NOW } from './samples.ts'

interface Circumstances {
  env?: NodeJS.ProcessEnv
  stdin?: string | Uint8Array
  /** The terminal's width; without it stdout and stderr are pipes. */
  columns?: number
}

export async function runInsa(
  args: readonly string[],
  { env = {}, stdin = '', columns }: Circumstances = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const stdout = recorder(columns)
  const stderr = recorder(columns)
  let code = 0
  const config = {
    ...readConfig({
      env,
      stdin: Readable.from([Buffer.from(stdin)]),
      stdout: stdout.stream,
      stderr: stderr.stream,
    }),
    now: () => NOW,
    setExitCode: (failure: number) => {
      code = failure
    },
  }
  const program = new Command('insa')
  addClientCommands(program, config)
  await runProgram(program, args, config)
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}

/** A stream that keeps what is written; a terminal when it is given a width. */
export function recorder(columns?: number) {
  const chunks: string[] = []
  const writable = new Writable({
    write(chunk, _, done) {
      chunks.push(String(chunk))
      done()
    },
  })
  const stream: TextStream =
    columns === undefined ? writable : Object.assign(writable, { isTTY: true, columns })
  return { stream, text: () => chunks.join('') }
}
