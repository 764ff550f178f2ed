import { ProjectStatus } from '@insa/contracts'
import { Command } from 'commander'
import { CliError } from '../cli-error.ts'
import type { CliConfig } from '../config.ts'
import { EXIT } from '../exit-codes.ts'
import { oneOf, wholeNumber } from '../parse-option.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  status?: ProjectStatus
  done?: number
}

export function projectsMove(config: CliConfig): Command {
  const command = new Command('move')
    .description('say how far a project is')
    .argument('<id>', 'id of the project')
    .option('--status <status>', ProjectStatus.options.join(', '), oneOf(ProjectStatus.options))
    .option('--done <percent>', '0 to 100', wholeNumber(0, 100))
  return withConnectionOptions(command).action((id: string, options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { status, done } = options
      if (status === undefined && done === undefined) throw nothingToMove()
      const { etag } = await client.projects.get(id, { signal })
      const patch = { status, percent_complete: done }
      const project = await client.projects.update(id, etag, patch, { signal })
      if (out.isJson) out.json(project)
      else out.line(`${project.status}, ${project.percent_complete} % done.`)
    }),
  )
}

const nothingToMove = () =>
  new CliError('Say how far it is: --status, --done, or both.', { exitCode: EXIT.usage })
