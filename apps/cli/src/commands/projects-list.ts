import { PROJECT_SORTS, type ProjectListQuery, ProjectStatus } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { projectColumns } from '../format-records.ts'
import { oneOf, wholeNumber } from '../parse-option.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  search?: string
  status?: ProjectStatus
  customer?: string
  sort?: ProjectListQuery['sort']
  limit: number
  cursor?: string
}

export function projectsList(config: CliConfig): Command {
  const command = new Command('list')
    .description('list projects, newest first unless sorted otherwise')
    .option('--search <words>', 'words in name, customer, notes')
    .option('--status <status>', ProjectStatus.options.join(', '), oneOf(ProjectStatus.options))
    .option('--customer <id>', 'of this customer')
    .option(
      '--sort <field>',
      `${PROJECT_SORTS.join(', ')} (a minus: descending)`,
      oneOf(PROJECT_SORTS),
    )
    .option('--limit <n>', 'rows, 1 to 200', wholeNumber(1, 200), 50)
    .option('--cursor <cursor>', 'go on where the last list ended')
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { search, status, customer, sort, limit, cursor } = options
      const query = { q: search, status, customer_id: customer, sort, limit, cursor }
      const page = await client.projects.list(query, { signal })
      printPage(page, { columns: projectColumns(config.now()), noun: 'project', out })
    }),
  )
}
