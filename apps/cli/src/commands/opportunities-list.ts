import { OPPORTUNITY_SORTS, type OpportunityListQuery, OpportunityStatus } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { opportunityColumns } from '../format-records.ts'
import { day, oneOf, wholeNumber } from '../parse-option.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  search?: string
  open?: boolean
  status?: OpportunityStatus
  stage?: string
  owner?: string
  lead?: string
  customer?: string
  closingUntil?: string
  sort?: OpportunityListQuery['sort']
  limit: number
  cursor?: string
}

export function opportunitiesList(config: CliConfig): Command {
  const command = new Command('list')
    .description('list opportunities, newest first unless sorted otherwise')
    .option('--search <words>', 'words in title, party, owner, source')
    .option('--open', 'only those that are neither won nor lost nor closed')
    .option(
      '--status <status>',
      `${OpportunityStatus.options.join(', ')} (Converted: won)`,
      oneOf(OpportunityStatus.options),
    )
    .option('--stage <stage>', 'the stage, as it is called')
    .option('--owner <email>', "the owner's e-mail address")
    .option('--lead <id>', 'of this lead')
    .option('--customer <id>', 'of this customer')
    .option('--closing-until <day>', 'expected to close on this day or before', day)
    .option(
      '--sort <field>',
      `${OPPORTUNITY_SORTS.join(', ')} (a minus: descending)`,
      oneOf(OPPORTUNITY_SORTS),
    )
    .option('--limit <n>', 'rows, 1 to 200', wholeNumber(1, 200), 50)
    .option('--cursor <cursor>', 'go on where the last list ended')
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { search, open, status, stage, owner, lead, customer, closingUntil } = options
      const { sort, limit, cursor } = options
      const query = {
        q: search,
        open: open ? ('yes' as const) : undefined,
        status,
        sales_stage: stage,
        opportunity_owner: owner,
        lead_id: lead,
        customer_id: customer,
        closing_until: closingUntil,
        sort,
        limit,
        cursor,
      }
      const page = await client.opportunities.list(query, { signal })
      printPage(page, {
        columns: opportunityColumns(config.now()),
        noun: 'opportunity',
        nouns: 'opportunities',
        out,
      })
    }),
  )
}
