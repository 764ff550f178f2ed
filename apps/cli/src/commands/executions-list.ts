import { ExecutionStatus } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { executionColumns } from '../format-execution.ts'
import { oneOf, wholeNumber } from '../parse-option.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  status?: ExecutionStatus
  agent?: string
  lead?: string
  limit: number
  cursor?: string
}

export function executionsList(config: CliConfig): Command {
  const command = new Command('list')
    .description('list runs of agents, newest first')
    .option('--status <status>', ExecutionStatus.options.join(', '), oneOf(ExecutionStatus.options))
    .option('--agent <type>', 'kind of agent: lead_qualification, lead_import …')
    .option('--lead <id>', 'only those about this lead')
    .option('--limit <n>', 'rows, 1 to 200', wholeNumber(1, 200), 50)
    .option('--cursor <cursor>', 'go on where the last list ended')
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { status, agent, lead, limit, cursor } = options
      const query = { status, agent_type: agent, lead_id: lead, limit, cursor }
      const page = await client.executions.list(query, { signal })
      printPage(page, { columns: executionColumns(config.now()), noun: 'execution', out })
    }),
  )
}
