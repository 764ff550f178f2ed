import { ApprovalOutcome, ApprovalStatus } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { approvalColumns } from '../format-approval.ts'
import { oneOf, wholeNumber } from '../parse-option.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  status?: ApprovalStatus
  all?: boolean
  outcome?: ApprovalOutcome
  execution?: string
  limit: number
  cursor?: string
}

export function approvalsList(config: CliConfig): Command {
  const command = new Command('list')
    .description('list what waits for a person, newest first')
    .option('--status <status>', ApprovalStatus.options.join(', '), oneOf(ApprovalStatus.options))
    .option('--all', 'also what is decided')
    .option(
      '--outcome <outcome>',
      'what became of them; unknown: somebody has to look',
      oneOf(ApprovalOutcome.options),
    )
    .option('--execution <id>', 'only what this run asks')
    .option('--limit <n>', 'rows, 1 to 200', wholeNumber(1, 200), 50)
    .option('--cursor <cursor>', 'go on where the last list ended')
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { all, outcome, execution, limit, cursor } = options
      const status = options.status ?? (all || outcome ? undefined : 'pending')
      const query = { status, outcome, execution_id: execution, limit, cursor }
      const page = await client.approvals.list(query, { signal })
      printPage(page, { columns: approvalColumns(config.now()), noun: 'approval', out })
    }),
  )
}
