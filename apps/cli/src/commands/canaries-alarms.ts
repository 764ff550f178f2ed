import type { CanaryAlarm } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import type { Column } from '../format-table.ts'
import { printable } from '../format-text.ts'
import { formatAge } from '../format-time.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  open?: true
}

export function canariesAlarms(config: CliConfig): Command {
  const command = new Command('alarms')
    .description('who has read canary records, newest first')
    .option('--open', 'only alarms that nobody has acknowledged')
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const query = options.open ? ({ open: 'yes' } as const) : {}
      const page = await client.canaries.alarms(query, { signal })
      printPage(page, { columns: alarmColumns(config.now()), noun: 'alarm', out })
    }),
  )
}

const alarmColumns = (now: number): Column<CanaryAlarm>[] => [
  { title: 'READER', flexible: true, text: ({ reader }) => printable(reader) },
  { title: 'HOW', flexible: true, text: ({ outcome, via }) => printable(`${outcome}: ${via}`) },
  {
    title: 'RECORDS',
    flexible: true,
    fromWidth: 140,
    text: ({ records }) => printable(records.map((r) => r.title ?? r.record_id).join(', ')),
  },
  { title: 'TIMES', align: 'right', text: ({ reads }) => String(reads) },
  { title: 'LAST', align: 'right', text: ({ last_at }) => formatAge(last_at, now) },
  { title: 'STATE', text: stateOf },
  { title: 'ID', text: ({ id }) => id, paint: (text, _, paint) => paint('dim', text) },
]

function stateOf({ level, acknowledged_at }: CanaryAlarm): string {
  if (level === 'note') return 'noted'
  return acknowledged_at ? 'acknowledged' : 'open'
}
