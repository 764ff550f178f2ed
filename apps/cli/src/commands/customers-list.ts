import { CUSTOMER_SORTS, type CustomerListQuery } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { customerColumns } from '../format-records.ts'
import { oneOf, wholeNumber } from '../parse-option.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  search?: string
  manager?: string
  sort?: CustomerListQuery['sort']
  limit: number
  cursor?: string
}

export function customersList(config: CliConfig): Command {
  const command = new Command('list')
    .description('list customers by name unless sorted otherwise')
    .option('--search <words>', 'words in name, e-mail, phone, territory, industry, tax number')
    .option('--manager <email>', "the account manager's e-mail address")
    .option(
      '--sort <field>',
      `${CUSTOMER_SORTS.join(', ')} (a minus: descending)`,
      oneOf(CUSTOMER_SORTS),
    )
    .option('--limit <n>', 'rows, 1 to 200', wholeNumber(1, 200), 50)
    .option('--cursor <cursor>', 'go on where the last list ended')
  return withConnectionOptions(command).action(
    ({ search, manager, sort, limit, cursor, ...options }: Options) =>
      withSession(config, options, async ({ client, out, signal }) => {
        const query = { q: search, account_manager: manager, sort, limit, cursor }
        const page = await client.customers.list(query, { signal })
        printPage(page, { columns: customerColumns(config.now()), noun: 'customer', out })
      }),
  )
}
