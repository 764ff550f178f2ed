import { type Execution, LeadScore } from '@insa/contracts'
import { Command } from 'commander'
import { CliError } from '../cli-error.ts'
import type { CliConfig } from '../config.ts'
import { EXIT } from '../exit-codes.ts'
import { followExecution, requireSuccess } from '../follow-execution.ts'
import { stepLine } from '../format-execution.ts'
import { printScore } from '../format-score.ts'
import { painter } from '../format-text.ts'
import { type LeadConditions, leadFilter, withLeadConditions } from '../lead-filters.ts'
import { hours } from '../parse-option.ts'
import { qualifyMany } from '../qualify-many.ts'
import {
  type ConnectionOptions,
  type Session,
  withConnectionOptions,
  withSession,
} from '../session.ts'
import { type BatchOptions, startBatch } from '../start-batch.ts'

interface Options extends ConnectionOptions, LeadConditions, BatchOptions {
  allUnscored?: boolean
}

export function leadsQualify(config: CliConfig): Command {
  const command = withLeadConditions(new Command('qualify'))
    .description('qualify leads: some by their ids, or all of a choice in one batch')
    .argument('[ids...]', 'ids of the leads')
    .option('--all-unscored', 'every lead without a score')
    .option('--estimate', 'say what a batch would cost, and begin nothing')
    .option(
      '--nights [from-to]',
      'a batch works from 22:00-06:00 only, or as your settings say',
      hours,
    )
    .option('--time-zone <place>', 'whose clock --nights goes by, such as Europe/Berlin')
    .option('--off-peak', 'by Message Batches: half the price, within a day')
    .option('--yes', 'start a batch that costs money')
    .option('--wait', 'wait for the results and show them')
  return withConnectionOptions(command).action((ids: string[], options: Options) => {
    const filter = {
      ...leadFilter(options),
      ...(options.allUnscored ? { scored: 'no' as const } : {}),
    }
    const isChoice = Object.values(filter).some((value) => value !== undefined)
    if (ids.length > 0 === isChoice) throw new CliError(WHICH, { exitCode: EXIT.usage })
    const { estimate, nights, timeZone, offPeak } = options
    if (ids.length > 0 && (estimate || nights || timeZone || offPeak))
      throw new CliError(BATCH_ONLY, { exitCode: EXIT.usage })
    return withSession(config, options, async (session) => {
      const [first] = ids
      if (isChoice) await startBatch(session, filter, options)
      else if (ids.length === 1 && first !== undefined) await qualifyOne(session, first, options)
      else await qualifyMany(session, [...new Set(ids)], options.wait ?? false)
    })
  })
}

const WHICH = 'Name the leads by id, or choose them with --all-unscored or a filter.'
const BATCH_ONLY = 'These options are for a batch: choose with --all-unscored or a filter.'

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
