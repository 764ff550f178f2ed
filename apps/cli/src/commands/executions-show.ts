import { type EventPayload, FINAL_STATUSES } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { followExecution, requireSuccess } from '../follow-execution.ts'
import { printExecution, stepLine } from '../format-execution.ts'
import {
  type ConnectionOptions,
  type Session,
  withConnectionOptions,
  withSession,
} from '../session.ts'

interface Options extends ConnectionOptions {
  follow?: boolean
}

export function executionsShow(config: CliConfig): Command {
  const command = new Command('show')
    .description('show an execution with its steps, error and result')
    .argument('<id>', 'id of the execution')
    .option('--follow', 'show the steps as they happen, until it ends')
    .addHelpText(
      'after',
      '\nWith --follow --json every event is a line of JSON, and the finished execution is the last.',
    )
  return withConnectionOptions(command).action((id: string, options: Options) =>
    withSession(config, options, async (session) => {
      const { client, out, signal } = session
      const execution = await client.executions.get(id, { signal })
      if (options.follow) await follow(session, id, FINAL_STATUSES.includes(execution.status))
      else if (out.isJson) out.json(execution)
      else printExecution(execution, out)
    }),
  )
}

/** What has already ended is shown as a whole: there is nothing left to watch. */
async function follow(session: Session, id: string, isOver: boolean): Promise<void> {
  const { client, out } = session
  const watch = (payload: EventPayload, eventId: string) => {
    if (out.isJson) out.jsonLine({ id: eventId, event: payload })
    else showLive(session, payload)
  }
  const finished = isOver
    ? await client.executions.get(id)
    : await followExecution(session, id, watch)
  if (out.isJson) out.jsonLine({ execution: finished })
  else printExecution(finished, out, isOver)
  requireSuccess(finished, true)
}

function showLive({ out }: Session, payload: EventPayload): void {
  if (payload.type === 'execution.step' && payload.step.status !== 'running') {
    out.line(stepLine(payload.step, out.paint))
  }
  if (payload.type === 'execution.progress') {
    const { done, total, unit } = payload.progress
    out.note(`${done} of ${total} ${unit}`)
  }
  if (payload.type === 'execution.activity') out.note(`  ${payload.activity.message}`)
}
