import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { printBatch } from '../format-batch.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

export function batchesResume(config: CliConfig): Command {
  const command = new Command('resume')
    .description('let a batch go on')
    .argument('<id>', 'id of the batch')
  return withConnectionOptions(command).action((id: string, options: ConnectionOptions) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const batch = await client.batches.resume(id, { signal })
      if (out.isJson) out.json(batch)
      else printBatch(batch, out)
    }),
  )
}
