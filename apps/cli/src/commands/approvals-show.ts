import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { printApproval } from '../format-approval.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

export function approvalsShow(config: CliConfig): Command {
  const command = new Command('show')
    .description('show what an agent wants to do, field by field')
    .argument('<id>', 'id of the approval, from: insa approvals list')
  return withConnectionOptions(command).action((id: string, options: ConnectionOptions) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const approval = await client.approvals.get(id, { signal })
      if (out.isJson) out.json(approval)
      else printApproval(approval, out)
    }),
  )
}
