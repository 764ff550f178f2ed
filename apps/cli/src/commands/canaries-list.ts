import type { Canary } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import type { Column } from '../format-table.ts'
import { printable } from '../format-text.ts'
import { formatAge } from '../format-time.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

export function canariesList(config: CliConfig): Command {
  const command = new Command('list').description(
    'which records are canaries; asked for with a key, this rings',
  )
  return withConnectionOptions(command).action((options: ConnectionOptions) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const page = await client.canaries.list({ signal })
      printPage(page, { columns: canaryColumns(config.now()), noun: 'canary', out })
    }),
  )
}

const canaryColumns = (now: number): Column<Canary>[] => [
  { title: 'RECORD', flexible: true, text: ({ title }) => printable(title ?? '(gone)') },
  { title: 'TYPE', text: ({ record_type }) => record_type },
  { title: 'NOTE', flexible: true, fromWidth: 120, text: ({ note }) => printable(note ?? '') },
  { title: 'MARKED', align: 'right', text: ({ marked_at }) => formatAge(marked_at, now) },
  { title: 'ID', text: ({ id }) => id, paint: (text, _, paint) => paint('dim', text) },
]
