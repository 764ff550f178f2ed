import type { AuditEntry } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import type { Column } from '../format-table.ts'
import { printable } from '../format-text.ts'
import { formatInstant } from '../format-time.ts'
import { instant, wholeNumber } from '../parse-option.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  search?: string
  actor?: string
  action?: string
  tool?: string
  subject?: string
  execution?: string
  since?: string
  until?: string
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
    .option('--search <words>', 'only entries that hold these words')
    .option('--actor <actor>', 'only by these: user:ana@example.com, key:NAME, agent:TYPE')
    .option('--action <action>', 'only this: lead.created, score.overridden, tool.called …')
    .option('--tool <name>', 'only calls of this tool: mcp__erpnext__get_lead …')
    .option('--subject <id>', 'only what was done to this')
    .option('--execution <id>', 'only what this run did')
    .option('--since <time>', 'only from this day or instant on (UTC)', instant)
    .option('--until <time>', 'only before this day or instant (UTC)', instant)
    .option('--limit <n>', 'rows, 1 to 200', wholeNumber(1, 200), 50)
    .option('--cursor <cursor>', 'go on where the last list ended')
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { actor, action, tool, limit, cursor } = options
      const query = {
        q: options.search,
        subject_id: options.subject,
        execution_id: options.execution,
        from: options.since,
        to: options.until,
      }
      const page = await client.audit.list(
        { ...query, actor, action, tool, limit, cursor },
        { signal },
      )
      printPage(page, { columns: COLUMNS, noun: 'audit entry', nouns: 'audit entries', out })
    }),
  )
}
