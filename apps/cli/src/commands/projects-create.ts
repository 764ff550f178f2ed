import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { day } from '../parse-option.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  customer?: string
  opportunity?: string
  begins?: string
  ends?: string
}

export function projectsCreate(config: CliConfig): Command {
  const command = new Command('create')
    .description('write down a project')
    .argument('<name>', 'what it is called')
    .option('--customer <id>', 'whose it is')
    .option('--opportunity <id>', 'the opportunity that it was won by')
    .option('--begins <day>', 'when it is expected to begin', day)
    .option('--ends <day>', 'when it is expected to end', day)
  return withConnectionOptions(command).action((name: string, options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const input = {
        project_name: name,
        customer_id: options.customer,
        opportunity_id: options.opportunity,
        expected_start_date: options.begins,
        expected_end_date: options.ends,
      }
      const project = await client.projects.create(input, { signal })
      if (out.isJson) out.json(project)
      else out.line(project.id)
    }),
  )
}
