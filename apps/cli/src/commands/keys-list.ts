import type { ApiKey } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import type { Column } from '../format-table.ts'
import { printable } from '../format-text.ts'
import { formatAge } from '../format-time.ts'
import { printPage } from '../print-page.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

export function keysList(config: CliConfig): Command {
  const command = new Command('list').description('list the API keys of the organization')
  return withConnectionOptions(command).action((options: ConnectionOptions) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const page = await client.apiKeys.list({ limit: 200 }, { signal })
      printPage(page, { columns: keyColumns(config.now()), noun: 'key', out })
    }),
  )
}

const keyColumns = (now: number): Column<ApiKey>[] => [
  { title: 'NAME', flexible: true, text: ({ name }) => printable(name) },
  { title: 'PREFIX', text: ({ prefix }) => printable(prefix) },
  { title: 'ROLE', text: ({ role }) => role },
  {
    title: 'ONLY',
    flexible: true,
    fromWidth: 120,
    text: ({ scopes }) => scopes.join(' ') || 'all of the role',
  },
  { title: 'STATE', text: (key) => stateOf(key, now) },
  {
    title: 'USED',
    align: 'right',
    text: ({ last_used_at }) => (last_used_at ? formatAge(last_used_at, now) : 'never'),
  },
  { title: 'ID', text: ({ id }) => id, paint: (text, _, paint) => paint('dim', text) },
]

function stateOf({ revoked_at, expires_at }: ApiKey, now: number): string {
  if (revoked_at) return 'revoked'
  return expires_at && Date.parse(expires_at) <= now ? 'expired' : 'valid'
}
