import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

export function keysRevoke(config: CliConfig): Command {
  const command = new Command('revoke')
    .description('revoke an API key, for good')
    .argument('<id>', 'id of the key, from: insa keys list')
  return withConnectionOptions(command).action((id: string, options: ConnectionOptions) =>
    withSession(config, options, async ({ client, out, signal }) => {
      await client.apiKeys.revoke(id, { signal })
      if (out.isJson) out.json({ id, revoked: true })
      else out.line('Revoked.')
    }),
  )
}
