import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  reason: string
}

export function approvalsReject(config: CliConfig): Command {
  const command = new Command('reject')
    .description('keep an agent from what it asked for')
    .argument('<id>', 'id of the approval, from: insa approvals list')
    .requiredOption('--reason <words>', 'why; the agent is told')
  return withConnectionOptions(command).action((id: string, options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const approval = await client.approvals.reject(id, options.reason, { signal })
      if (out.isJson) out.json(approval)
      else out.line('Rejected. The agent is told why.')
    }),
  )
}
