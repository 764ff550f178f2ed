import { Command, InvalidArgumentError } from 'commander'
import type { CliConfig } from '../config.ts'
import { printApproval } from '../format-approval.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  reason?: string
  arguments?: Record<string, unknown>
}

export function approvalsApprove(config: CliConfig): Command {
  const command = new Command('approve')
    .description('let an agent do what it asked for, once')
    .argument('<id>', 'id of the approval, from: insa approvals list')
    .option('--reason <words>', 'why, for the record')
    .option('--arguments <json>', 'all arguments, instead of what the agent asked for', jsonObject)
  return withConnectionOptions(command).action((id: string, options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { reason, arguments: changed } = options
      const approval = await client.approvals.approve(
        id,
        { ...(reason ? { reason } : {}), ...(changed ? { arguments: changed } : {}) },
        { signal },
      )
      if (out.isJson) out.json(approval)
      else printApproval(approval, out)
    }),
  )
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>
    }
  } catch {
    // told below, like every other text that is no object
  }
  throw new InvalidArgumentError('It must be a JSON object, e.g. {"to":"ana@example.com"}.')
}
