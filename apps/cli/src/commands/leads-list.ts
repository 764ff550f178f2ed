import {
  LEAD_SORTS,
  type LeadListQuery,
  LeadStatus,
  Priority,
  type QueryOf,
  RecommendedAction,
} from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { leadColumns } from '../format-lead.ts'
import { oneOf, wholeNumber } from '../parse-option.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  search?: string
  priority?: Priority
  action?: RecommendedAction
  status?: LeadStatus
  owner?: string
  source?: string
  country?: string
  industry?: string
  sort?: LeadListQuery['sort']
  limit: number
  cursor?: string
}

export function leadsList(config: CliConfig): Command {
  const command = new Command('list')
    .description('list leads, newest first unless sorted otherwise')
    .option('--search <words>', 'words in name, company, e-mail, message')
    .option('--priority <priority>', Priority.options.join(', '), oneOf(Priority.options))
    .option(
      '--action <action>',
      RecommendedAction.options.join(', '),
      oneOf(RecommendedAction.options),
    )
    .option('--status <status>', LeadStatus.options.join(', '), oneOf(LeadStatus.options))
    .option('--owner <email>', "the owner's e-mail address")
    .option('--source <source>')
    .option('--country <country>')
    .option('--industry <industry>')
    .option('--sort <field>', `${LEAD_SORTS.join(', ')} (a minus: descending)`, oneOf(LEAD_SORTS))
    .option('--limit <n>', 'rows, 1 to 200', wholeNumber(1, 200), 50)
    .option('--cursor <cursor>', 'go on where the last list ended')
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const page = await client.leads.list(queryOf(options), { signal })
      printPage(page, { columns: leadColumns(config.now()), noun: 'lead', out })
    }),
  )
}

function queryOf(options: Options): QueryOf<LeadListQuery> {
  const { search, action, owner, priority, status, source, country, industry } = options
  return {
    q: search,
    priority,
    recommended_action: action,
    status,
    lead_owner: owner,
    source,
    country,
    industry,
    sort: options.sort,
    limit: options.limit,
    cursor: options.cursor,
  }
}
