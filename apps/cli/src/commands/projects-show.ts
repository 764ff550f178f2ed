import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { printProject } from '../format-records.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

export function projectsShow(config: CliConfig): Command {
  const command = new Command('show')
    .description('show a project')
    .argument('<id>', 'id of the project')
  return withConnectionOptions(command).action((id: string, options: ConnectionOptions) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const project = await client.projects.get(id, { signal })
      if (out.isJson) out.json(project)
      else printProject(project, out)
    }),
  )
}
