import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { printBatch } from '../format-batch.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

export function batchesCancel(config: CliConfig): Command {
  const command = new Command('cancel')
    .description('end a batch: what is queued at once, what runs as soon as it notices')
    .argument('<id>', 'id of the batch')
  return withConnectionOptions(command).action((id: string, options: ConnectionOptions) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const batch = await client.batches.cancel(id, { signal })
      if (out.isJson) out.json(batch)
      else printBatch(batch, out)
    }),
  )
}
