import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { batchColumns } from '../format-batch.ts'
import { wholeNumber } from '../parse-option.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  limit: number
  cursor?: string
}

export function batchesList(config: CliConfig): Command {
  const command = new Command('list')
    .description('list batches, newest first')
    .option('--limit <n>', 'rows, 1 to 200', wholeNumber(1, 200), 50)
    .option('--cursor <cursor>', 'go on where the last list ended')
  return withConnectionOptions(command).action(({ limit, cursor, ...options }: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const page = await client.batches.list({ limit, cursor }, { signal })
      printPage(page, {
        columns: batchColumns(config.now()),
        noun: 'batch',
        nouns: 'batches',
        out,
      })
    }),
  )
}
