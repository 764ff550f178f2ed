import type { Client, Opportunity } from '@insa/contracts'
import { Command } from 'commander'
import { CliError } from '../cli-error.ts'
import type { CliConfig } from '../config.ts'
import { EXIT } from '../exit-codes.ts'
import { printable } from '../format-text.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  stage?: string
  won?: boolean
  lost?: boolean
  reopen?: boolean
  reason?: string[]
  words?: string
}

export function opportunitiesMove(config: CliConfig): Command {
  const command = new Command('move')
    .description('move an opportunity to a stage, or say that it is won or lost')
    .argument('<id>', 'id of the opportunity')
    .option('--stage <stage>', 'the stage, as it is called')
    .option('--won', 'it is won: its lead becomes a customer')
    .option('--lost', 'it is lost; needs a --reason')
    .option('--reopen', 'back to where it stood')
    .option('--reason <reason...>', 'what decided it')
    .option('--words <text>', 'why it was lost, in words')
  return withConnectionOptions(command).action((id: string, options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const moved = await move(client, id, options, signal)
      if (out.isJson) return out.json(moved)
      const { status, sales_stage, customer_id } = moved
      if (status === 'Converted') out.line(`Won. The customer is ${customer_id ?? 'not known'}.`)
      else if (status === 'Lost') out.line('Lost.')
      else out.line(`It stands in ${printable(sales_stage)}.`)
    }),
  )
}

async function move(
  client: Client,
  id: string,
  { stage, won, lost, reopen, reason = [], words }: Options,
  signal: AbortSignal,
): Promise<Opportunity> {
  if ([stage !== undefined, won, lost, reopen].filter(Boolean).length !== 1) throw chooseOne()
  if (won) {
    const input = reason.length > 0 ? { won_reason: reason.join(', ') } : {}
    return client.opportunities.won(id, input, undefined, { signal })
  }
  if (reopen) return client.opportunities.reopen(id, undefined, { signal })
  if (lost) {
    if (reason.length === 0) throw needsReason()
    const input = { lost_reasons: reason, ...(words ? { order_lost_reason: words } : {}) }
    return client.opportunities.lost(id, input, undefined, { signal })
  }
  const { etag } = await client.opportunities.get(id, { signal })
  return client.opportunities.update(id, etag, { sales_stage: stage ?? '' }, { signal })
}

const chooseOne = () =>
  new CliError('Say where to: one of --stage, --won, --lost, --reopen.', { exitCode: EXIT.usage })

const needsReason = () =>
  new CliError('Say why it is lost: --reason Price.', { exitCode: EXIT.usage })
