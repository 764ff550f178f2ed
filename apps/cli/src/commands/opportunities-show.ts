import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { printOpportunity } from '../format-records.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

export function opportunitiesShow(config: CliConfig): Command {
  const command = new Command('show')
    .description('show an opportunity with the stages that it went through')
    .argument('<id>', 'id of the opportunity')
  return withConnectionOptions(command).action((id: string, options: ConnectionOptions) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const opportunity = await client.opportunities.get(id, { signal })
      if (out.isJson) return out.json(opportunity)
      const stages = await client.opportunities.stages(id, { signal })
      printOpportunity(opportunity, stages.data, out)
    }),
  )
}
