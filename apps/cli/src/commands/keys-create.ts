import { Permission, Role } from '@insa/contracts'
import { Command, InvalidArgumentError } from 'commander'
import type { CliConfig } from '../config.ts'
import { oneOf } from '../parse-option.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  role: Role
  scope: Permission[]
  /** ISO 8601 instant. */
  expires?: string
}

const parsePermission = oneOf(Permission.options)

export function keysCreate(config: CliConfig): Command {
  const command = new Command('create')
    .description('make an API key: stdout carries the key alone, and only this once')
    .argument('<name>', 'what or whom the key is for')
    .option('--role <role>', Role.options.join(', '), oneOf(Role.options), 'sales')
    .option(
      '--scope <permission>',
      `only this, as far as the role may (repeatable): ${Permission.options.join(', ')}`,
      (value: string, scopes: Permission[]) => [...scopes, parsePermission(value)],
      [],
    )
    .option(
      '--expires <date>',
      'a date such as 2027-01-31; without it the key never expires',
      parseDate,
    )
  return withConnectionOptions(command).action((name: string, options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { role, scope: scopes, expires = null } = options
      const created = await client.apiKeys.create(
        { name, role, scopes, expires_at: expires },
        { signal },
      )
      if (out.isJson) return out.json(created)
      out.line(created.key)
      out.note('Keep it now: it cannot be shown again. Revoke it with:')
      out.note(`  insa keys revoke ${created.id}`)
    }),
  )
}

function parseDate(value: string): string {
  const time = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN
  if (!Number.isNaN(time)) return new Date(time).toISOString()
  throw new InvalidArgumentError('It must be a date such as 2027-01-31.')
}
