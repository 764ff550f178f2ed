/** Qualifies many leads, a few at a time, with one line of result for each. */
import { setTimeout as pause } from 'node:timers/promises'
import { ApiError, type Execution, FINAL_STATUSES, LeadScore } from '@insa/contracts'
import { CliError } from './cli-error.ts'
import { EXIT } from './exit-codes.ts'
import { explainError } from './explain-error.ts'
import { followExecution } from './follow-execution.ts'
import { effective, formatAction, paintPriority } from './format-score.ts'
import type { Column } from './format-table.ts'
import { plural, printable } from './format-text.ts'
import type { Output } from './output.ts'
import type { Session } from './session.ts'

/** Leads in the works at once: enough to keep the server's workers busy, few enough to leave it to others. */
const AT_ONCE = 4
/** Seconds that one call waits for its result; the server's limit. */
const WAIT_SECONDS = 30
/** How often a call that the server asks to send later is sent again. */
const REPEATS = 5

interface Outcome {
  leadId: string
  execution: Execution | null
  /** Null when the lead was accepted, or, with waiting, qualified. */
  failure: string | null
}

export async function qualifyMany(
  session: Session,
  leadIds: readonly string[],
  wait: boolean,
): Promise<void> {
  const { out } = session
  const progress = session.progress(wait ? 'Qualifying' : 'Queueing')
  const outcomes: Outcome[] = []
  const waiting = leadIds.values()
  const work = async () => {
    for (const leadId of waiting) {
      outcomes.push(await qualifyLead(session, leadId, wait))
      progress.update(outcomes.length, leadIds.length)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  } finally {
    progress.stop()
  }
  printOutcomes(session, outcomes, wait)
  const failed = outcomes.filter(({ failure }) => failure !== null)
  if (failed.length === 0) return
  throw new CliError(`${plural(failed.length, 'lead')} could not be qualified.`, {
    exitCode: EXIT.executionFailed,
    isReported: out.isJson,
  })
}

async function qualifyLead(session: Session, leadId: string, wait: boolean): Promise<Outcome> {
  try {
    const execution = await request(session, leadId, wait)
    const isDone = !wait || execution.status === 'succeeded'
    const failure = isDone ? null : (execution.error?.message ?? execution.status)
    return { leadId, execution, failure }
  } catch (error) {
    // One unknown or deleted lead must not stop the others; a lost server or a missing right would fail them all.
    if (!(error instanceof ApiError && [404, 409, 422].includes(error.status))) throw error
    return { leadId, execution: null, failure: explainError(error).message }
  }
}

async function request(session: Session, leadId: string, wait: boolean): Promise<Execution> {
  const { client, signal } = session
  for (let repeat = 0; ; repeat += 1) {
    try {
      const options = wait ? { wait: WAIT_SECONDS, signal } : { signal }
      const execution = await client.leads.qualify(leadId, options)
      if (!wait || FINAL_STATUSES.includes(execution.status)) return execution
      return await followExecution(session, execution.id, () => undefined)
    } catch (error) {
      const seconds = error instanceof ApiError ? error.retryAfterSeconds : null
      if (seconds === null || repeat >= REPEATS) throw error
      await pause(seconds * 1000, undefined, { signal })
    }
  }
}

function printOutcomes({ out }: Session, outcomes: readonly Outcome[], wait: boolean): void {
  if (out.isJson) {
    const data = outcomes.map(({ leadId, execution, failure }) => {
      return { lead_id: leadId, execution, failure }
    })
    out.json({ data })
  } else if (outcomes.length === 0) out.note('No leads to qualify.')
  else if (wait) out.table(outcomes, OUTCOME_COLUMNS)
  else printAccepted(outcomes, out)
}

function printAccepted(outcomes: readonly Outcome[], out: Output): void {
  const accepted = outcomes.filter(({ failure }) => failure === null).length
  out.line(`Accepted ${plural(accepted, 'lead')}. Watch them with: insa executions list`)
  for (const { leadId, failure } of outcomes) {
    if (failure !== null) out.line(`${leadId}  ${printable(failure)}`)
  }
}

function scoreOf({ execution }: Outcome) {
  const score = LeadScore.safeParse(execution?.output_data)
  return score.success ? effective(score.data) : null
}

const OUTCOME_COLUMNS: readonly Column<Outcome>[] = [
  { title: 'LEAD', text: ({ leadId }) => printable(leadId) },
  {
    title: 'SCORE',
    align: 'right',
    text: (outcome) => {
      const score = scoreOf(outcome)
      return score ? String(Math.round(score.qualification_score)) : '-'
    },
  },
  {
    title: 'PRIORITY',
    text: (outcome) => scoreOf(outcome)?.priority ?? '-',
    paint: (text, outcome, paint) => paintPriority(text, scoreOf(outcome)?.priority, paint),
  },
  {
    title: 'ACTION',
    flexible: true,
    text: (outcome) =>
      outcome.failure !== null
        ? printable(outcome.failure)
        : formatAction(scoreOf(outcome)?.recommended_action ?? '-'),
  },
]
