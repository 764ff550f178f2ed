import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { wholeNumber } from '../parse-option.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  minutes: number
  reason?: string
  off?: true
}

export function alertsSilence(config: CliConfig): Command {
  const command = new Command('silence')
    .description('tell nobody of an alert’s rule and subject for a while')
    .argument('<id>', 'id of the alert, from: insa alerts list')
    .option('--minutes <n>', 'for how long, 5 to 10080', wholeNumber(5, 10_080), 60)
    .option('--reason <words>', 'why')
    .option('--off', 'tell people again')
  return withConnectionOptions(command).action((id: string, options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const { minutes, reason, off } = options
      const alert = off
        ? await client.alerts.unsilence(id, { signal })
        : await client.alerts.silence(id, { minutes, reason }, { signal })
      if (out.isJson) out.json(alert)
      else out.line(off ? 'People are told again.' : `Silenced until ${alert.silenced_until}.`)
    }),
  )
}
