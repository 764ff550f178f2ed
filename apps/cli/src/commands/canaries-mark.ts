import { CanaryRecordType } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { oneOf } from '../parse-option.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  type: CanaryRecordType
  note?: string
  company?: string
  name?: string
  email?: string
  message?: string
}

export function canariesMark(config: CliConfig): Command {
  const command = new Command('mark')
    .description('make a record a canary, which rings when it is read; without an id, a new lead')
    .argument('[id]', 'id or ERPNext name of the record')
    .option(
      '--type <type>',
      CanaryRecordType.options.join(', '),
      oneOf(CanaryRecordType.options),
      'lead',
    )
    .option('--note <text>', 'for administrators: where it lies, why')
    .option('--company <name>', 'of the new lead')
    .option('--name <name>', 'of the new lead’s person')
    .option('--email <address>', 'of the new lead')
    .option('--message <text>', 'of the new lead')
  return withConnectionOptions(command).action((id: string | undefined, options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { type: record_type, note = null, company, name, email, message } = options
      const lead = { company_name: company, lead_name: name, email_id: email, message }
      const what = id === undefined ? { lead } : { record_type, record_id: id }
      const canary = await client.canaries.mark({ ...what, note }, { signal })
      if (out.isJson) return out.json(canary)
      out.line(`Marked. Take the mark off with: insa canaries unmark ${canary.id}`)
    }),
  )
}
