import { type ErrorGroup, ErrorSort, ErrorStatus } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import type { Column } from '../format-table.ts'
import { printable } from '../format-text.ts'
import { formatAge } from '../format-time.ts'
import { oneOf, wholeNumber } from '../parse-option.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  status?: ErrorStatus
  sort: ErrorSort
  limit: number
  cursor?: string
}

export function errorsList(config: CliConfig): Command {
  const command = new Command('list')
    .description('list what nobody expected, as groups')
    .option('--status <status>', ErrorStatus.options.join(', '), oneOf(ErrorStatus.options))
    .option(
      '--sort <order>',
      ErrorSort.options.join(', '),
      oneOf(ErrorSort.options),
      '-last_seen_at' as const,
    )
    .option('--limit <n>', 'rows, 1 to 200', wholeNumber(1, 200), 50)
    .option('--cursor <cursor>', 'go on where the last list ended')
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { status, sort, limit, cursor } = options
      const page = await client.errors.list({ status, sort, limit, cursor }, { signal })
      printPage(page, { columns: errorColumns(config.now()), noun: 'error', out })
    }),
  )
}

const errorColumns = (now: number): Column<ErrorGroup>[] => [
  {
    title: 'ERROR',
    flexible: true,
    text: ({ type, message }) => printable(`${type}: ${message}`),
  },
  { title: 'WHERE', text: ({ where }) => printable(where) },
  { title: 'STATE', text: ({ status }) => status },
  { title: 'TIMES', align: 'right', text: ({ count }) => String(count) },
  { title: 'LAST', align: 'right', text: ({ last_seen_at }) => formatAge(last_seen_at, now) },
  { title: 'ID', text: ({ id }) => id, paint: (text, _, paint) => paint('dim', text) },
]
