import type { AuditEntry } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import type { Column } from '../format-table.ts'
import { printable } from '../format-text.ts'
import { formatInstant } from '../format-time.ts'
import { wholeNumber } from '../parse-option.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  action?: string
  subject?: string
  limit: number
  cursor?: string
}

const COLUMNS: readonly Column<AuditEntry>[] = [
  { title: 'AT', text: ({ at }) => formatInstant(at) },
  { title: 'WHO', flexible: true, text: ({ actor }) => printable(actor) },
  { title: 'DID', text: ({ action }) => printable(action) },
  {
    title: 'TO',
    flexible: true,
    text: ({ subject_type, subject_id }) =>
      printable([subject_type, subject_id].filter(Boolean).join(' ')) || '-',
  },
]

export function auditList(config: CliConfig): Command {
  const command = new Command('list')
    .description('list who did what, newest first')
    .option('--action <action>', 'only this: lead.created, score.overridden, tool.called …')
    .option('--subject <id>', 'only what was done to this')
    .option('--limit <n>', 'rows, 1 to 200', wholeNumber(1, 200), 50)
    .option('--cursor <cursor>', 'go on where the last list ended')
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { action, subject, limit, cursor } = options
      const page = await client.audit.list(
        { action, subject_id: subject, limit, cursor },
        { signal },
      )
      printPage(page, { columns: COLUMNS, noun: 'audit entry', nouns: 'audit entries', out })
    }),
  )
}
