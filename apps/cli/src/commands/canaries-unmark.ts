import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

export function canariesUnmark(config: CliConfig): Command {
  const command = new Command('unmark')
    .description('take the mark off; the record stays. With a key, this rings')
    .argument('<id>', 'id of the canary, from: insa canaries list')
  return withConnectionOptions(command).action((id: string, options: ConnectionOptions) =>
    withSession(config, options, async ({ client, out, signal }) => {
      await client.canaries.unmark(id, { signal })
      if (out.isJson) out.json({ id, unmarked: true })
      else out.line('Unmarked.')
    }),
  )
}
