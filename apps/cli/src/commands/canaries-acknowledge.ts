import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

export function canariesAcknowledge(config: CliConfig): Command {
  const command = new Command('acknowledge')
    .description('say that somebody has looked: the same reader’s next reading is a new alarm')
    .argument('<id>', 'id of the alarm, from: insa canaries alarms')
  return withConnectionOptions(command).action((id: string, options: ConnectionOptions) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const alarm = await client.canaries.acknowledge(id, { signal })
      if (out.isJson) out.json(alarm)
      else out.line('Acknowledged.')
    }),
  )
}
