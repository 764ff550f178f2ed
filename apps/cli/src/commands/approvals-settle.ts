import type { SettleInput, ToolCallRecord } from '@insa/contracts'
import { Command, Option } from 'commander'
import type { CliConfig } from '../config.ts'
import { printToolCall } from '../format-tool-call.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

const FATES = ['happened', 'failed', 'did-not-happen'] as const

interface Options extends ConnectionOptions {
  as: (typeof FATES)[number]
  reason: string
  output?: string
}

export function approvalsSettle(config: CliConfig): Command {
  const command = new Command('settle')
    .description('say what became of a call of which nobody knew')
    .argument('<id>', 'id of the call, from: insa approvals unknown')
    .addOption(
      new Option('--as <fate>', 'did-not-happen: its run goes on and does it, once')
        .choices(FATES)
        .makeOptionMandatory(),
    )
    .requiredOption('--reason <words>', 'how you know')
    .option('--output <json>', 'what the tool would have answered; text that is no JSON stays text')
  return withConnectionOptions(command).action((id: string, options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const call = await client.toolCalls.settle(id, inputOf(options), { signal })
      if (out.isJson) return out.json(call)
      printToolCall(call, out)
      out.line(whatNow(call))
    }),
  )
}

function inputOf({ as, reason, output }: Options): SettleInput {
  if (as === 'did-not-happen') return { verdict: 'did_not_happen', reason }
  const outcome = as === 'failed' ? 'failed' : 'succeeded'
  return {
    verdict: 'happened',
    outcome,
    reason,
    ...(output === undefined ? {} : { output: jsonOrText(output) }),
  }
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function whatNow({ status, execution_status }: ToolCallRecord): string {
  if (status === 'undone') return 'Its run goes on and does it, once.'
  if (execution_status === 'queued') return 'Its run goes on with that.'
  return 'It is on record.'
}
