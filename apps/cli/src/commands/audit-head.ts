import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

export function auditHead(config: CliConfig): Command {
  const command = new Command('head').description(
    'print a signed head: keep it on another machine, and `insa audit verify --head` finds a cut end',
  )
  return withConnectionOptions(command).action((options: ConnectionOptions) =>
    // One line, so that heads can be appended to one file.
    withSession(config, options, async ({ client, out, signal }) => {
      out.jsonLine(await client.audit.head({ signal }))
    }),
  )
}
