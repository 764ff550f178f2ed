import { type Alert, AlertStatus } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import type { Column } from '../format-table.ts'
import { printable } from '../format-text.ts'
import { formatAge } from '../format-time.ts'
import { oneOf, wholeNumber } from '../parse-option.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  status?: AlertStatus
  limit: number
  cursor?: string
}

export function alertsList(config: CliConfig): Command {
  const command = new Command('list')
    .description('list what is wrong, and what was, newest first')
    .option('--status <status>', AlertStatus.options.join(', '), oneOf(AlertStatus.options))
    .option('--limit <n>', 'rows, 1 to 200', wholeNumber(1, 200), 50)
    .option('--cursor <cursor>', 'go on where the last list ended')
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { status, limit, cursor } = options
      const page = await client.alerts.list({ status, limit, cursor }, { signal })
      printPage(page, { columns: alertColumns(config.now()), noun: 'alert', out })
    }),
  )
}

const alertColumns = (now: number): Column<Alert>[] => [
  { title: 'ALERT', flexible: true, text: ({ summary }) => printable(summary) },
  {
    title: 'STATE',
    text: ({ status, silenced_until }) => (silenced_until ? `${status}, silenced` : status),
  },
  { title: 'SINCE', align: 'right', text: ({ fired_at }) => formatAge(fired_at, now) },
  { title: 'ID', text: ({ id }) => id, paint: (text, _, paint) => paint('dim', text) },
]
