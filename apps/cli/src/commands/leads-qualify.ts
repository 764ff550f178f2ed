import { type Execution, LeadScore } from '@insa/contracts'
import { Command } from 'commander'
import { CliError } from '../cli-error.ts'
import type { CliConfig } from '../config.ts'
import { EXIT } from '../exit-codes.ts'
import { followExecution, requireSuccess } from '../follow-execution.ts'
import { stepLine } from '../format-execution.ts'
import { printScore } from '../format-score.ts'
import { painter } from '../format-text.ts'
import { qualifyMany } from '../qualify-many.ts'
import {
  type ConnectionOptions,
  type Session,
  withConnectionOptions,
  withSession,
} from '../session.ts'

interface Options extends ConnectionOptions {
  wait?: boolean
  allUnscored?: boolean
}

export function leadsQualify(config: CliConfig): Command {
  const command = new Command('qualify')
    .description('qualify leads: one, several, or all that have no score yet')
    .argument('[ids...]', 'ids of the leads')
    .option('--all-unscored', 'every lead without a score')
    .option('--wait', 'wait for the results and show them')
  return withConnectionOptions(command).action((ids: string[], options: Options) => {
    if (ids.length > 0 === Boolean(options.allUnscored)) {
      throw new CliError('Name the leads by id, or say --all-unscored.', { exitCode: EXIT.usage })
    }
    return withSession(config, options, async (session) => {
      const [first] = ids
      if (ids.length === 1 && first !== undefined) await qualifyOne(session, first, options)
      else await qualifyMany(session, await leadsToQualify(session, ids), options.wait ?? false)
    })
  })
}

async function qualifyOne(session: Session, leadId: string, { wait }: Options): Promise<void> {
  const { client, out, signal } = session
  const accepted = await client.leads.qualify(leadId, { signal })
  if (!wait) {
    if (out.isJson) return out.json(accepted)
    return out.line(`Accepted. Follow it with: insa executions show ${accepted.id} --follow`)
  }
  const finished = await followWithSteps(session, accepted)
  if (out.isJson) out.json(finished)
  requireSuccess(finished, out.isJson)
  if (!out.isJson) printScore(LeadScore.parse(finished.output_data), out)
}

function followWithSteps(session: Session, { id }: Execution): Promise<Execution> {
  const paint = painter(session.config, session.config.stderr)
  return followExecution(session, id, (payload) => {
    if (payload.type === 'execution.step' && payload.step.status !== 'running') {
      session.out.note(stepLine(payload.step, paint))
    }
    if (payload.type === 'execution.activity') session.out.note(`  ${payload.activity.message}`)
  })
}

async function leadsToQualify({ client, signal }: Session, ids: string[]): Promise<string[]> {
  if (ids.length > 0) return [...new Set(ids)]
  const unscored: string[] = []
  for await (const lead of client.leads.each({ limit: 200, sort: 'created_at' }, { signal })) {
    if (lead.score === null) unscored.push(lead.id)
  }
  return unscored
}
