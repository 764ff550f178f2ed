import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { toolCallColumns } from '../format-tool-call.ts'
import { wholeNumber } from '../parse-option.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  execution?: string
  limit: number
  cursor?: string
}

export function approvalsUnknown(config: CliConfig): Command {
  const command = new Command('unknown')
    .description('list calls of which nobody knows whether they happened, newest first')
    .option('--execution <id>', 'only those of this run')
    .option('--limit <n>', 'rows, 1 to 200', wholeNumber(1, 200), 50)
    .option('--cursor <cursor>', 'go on where the last list ended')
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { execution, limit, cursor } = options
      const query = { status: 'unknown', execution_id: execution, limit, cursor } as const
      const page = await client.toolCalls.list(query, { signal })
      printPage(page, { columns: toolCallColumns(config.now()), noun: 'call', out })
    }),
  )
}
