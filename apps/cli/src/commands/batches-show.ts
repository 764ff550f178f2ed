import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { followBatch, requireAll } from '../follow-batch.ts'
import { printBatch } from '../format-batch.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  follow?: boolean
}

export function batchesShow(config: CliConfig): Command {
  const command = new Command('show')
    .description('how far a batch is: done, failed, left, rate, expected end, cost')
    .argument('<id>', 'id of the batch')
    .option('--follow', 'watch it to its end')
  return withConnectionOptions(command).action((id: string, options: Options) =>
    withSession(config, options, async (session) => {
      const { client, out, signal } = session
      const batch = options.follow
        ? await followBatch(session, id)
        : await client.batches.get(id, { signal })
      if (out.isJson) out.json(batch)
      else printBatch(batch, out)
      if (options.follow) requireAll(batch, out.isJson)
    }),
  )
}
