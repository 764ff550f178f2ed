import type { ErrorFrame, ErrorGroupDetail } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { printable } from '../format-text.ts'
import type { Output } from '../output.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

export function errorsShow(config: CliConfig): Command {
  const command = new Command('show')
    .description('show an error with its stack')
    .argument('<id>', 'id of the error, from: insa errors list')
  return withConnectionOptions(command).action((id: string, options: ConnectionOptions) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const error = await client.errors.get(id, { signal })
      if (out.isJson) out.json(error)
      else printError(error, out)
    }),
  )
}

function printError(error: ErrorGroupDetail, out: Output): void {
  const { sample } = error
  out.line(`${error.status}, ${error.count} times, last at ${error.last_seen_at}`)
  const facts = {
    where: error.where,
    first: error.first_seen_at,
    'seen by': `${error.processes.join(', ')}; version ${error.versions.join(', ')}`,
    trace: sample.trace_id,
    run: sample.execution_id,
  }
  for (const [name, fact] of Object.entries(facts))
    if (fact !== null) out.line(`${name.padEnd(8)} ${printable(fact)}`)
  for (const [i, thrown] of sample.chain.entries()) {
    const code = thrown.code === null ? '' : ` (${thrown.code})`
    out.line('')
    out.line(printable(`${i === 0 ? '' : 'Caused by '}${thrown.type}: ${thrown.message}${code}`))
    for (const frame of thrown.frames) out.line(frameLine(frame))
  }
}

const frameLine = ({ function: name, file, line, column, in_app }: ErrorFrame) =>
  `  ${in_app ? '>' : ' '} ${printable(`${name ?? '(anonymous)'} ${[file, line, column].filter((part) => part !== null).join(':')}`)}`
