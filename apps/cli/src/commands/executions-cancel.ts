import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

export function executionsCancel(config: CliConfig): Command {
  const command = new Command('cancel')
    .description('stop an execution that has not ended')
    .argument('<id>', 'id of the execution')
  return withConnectionOptions(command).action((id: string, options: ConnectionOptions) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const execution = await client.executions.cancel(id, { signal })
      if (out.isJson) out.json(execution)
      else out.line(`The execution is ${execution.status}.`)
    }),
  )
}
