import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { leadColumns } from '../format-lead.ts'
import { type LeadFilters, leadQuery, withLeadFilters } from '../lead-filters.ts'
import { wholeNumber } from '../parse-option.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions, LeadFilters {
  limit: number
  cursor?: string
}

export function leadsList(config: CliConfig): Command {
  const command = withLeadFilters(new Command('list'))
    .description('list leads, newest first unless sorted otherwise')
    .option('--limit <n>', 'rows, 1 to 200', wholeNumber(1, 200), 50)
    .option('--cursor <cursor>', 'go on where the last list ended')
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { limit, cursor } = options
      const page = await client.leads.list({ ...leadQuery(options), limit, cursor }, { signal })
      printPage(page, { columns: leadColumns(config.now()), noun: 'lead', out })
    }),
  )
}
