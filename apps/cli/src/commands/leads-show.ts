import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { printLead } from '../format-lead.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

export function leadsShow(config: CliConfig): Command {
  const command = new Command('show')
    .description('show a lead with its score, the words it rests on, and questions to ask')
    .argument('<id>', 'id of the lead')
  return withConnectionOptions(command).action((id: string, options: ConnectionOptions) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const lead = await client.leads.get(id, { signal })
      if (out.isJson) out.json(lead)
      else printLead(lead, out)
    }),
  )
}
