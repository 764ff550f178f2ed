/** Executions for people: rows of a list, steps as they happen, one execution as a card. */
import {
  type Execution,
  type ExecutionStatus,
  type ExecutionStep,
  LeadScore,
  type ListedExecution,
} from '@insa/contracts'
import { faultLines } from './explain-error.ts'
import { printScore } from './format-score.ts'
import type { Column } from './format-table.ts'
import { formatCount, type Paint, printable, type Style } from './format-text.ts'
import { formatAge, formatDuration, formatInstant } from './format-time.ts'
import type { Output } from './output.ts'

const STATUS_STYLES: Record<ExecutionStatus | ExecutionStep['status'], Style> = {
  queued: 'dim',
  running: 'cyan',
  waiting_approval: 'yellow',
  succeeded: 'green',
  failed: 'red',
  cancelled: 'yellow',
  unknown: 'yellow',
  replayed: 'dim',
}

const took = ({ started_at, finished_at }: Execution) =>
  started_at && finished_at ? formatDuration(Date.parse(finished_at) - Date.parse(started_at)) : '-'

export const executionColumns = (now: number): Column<ListedExecution>[] => [
  {
    title: 'STATUS',
    text: ({ status }) => status,
    paint: (text, { status }, paint) => paint(STATUS_STYLES[status], text),
  },
  { title: 'AGENT', flexible: true, text: ({ agent_type }) => printable(agent_type) },
  { title: 'LEAD', flexible: true, text: ({ lead_title }) => printable(lead_title ?? '-') },
  { title: 'ENGINE', fromWidth: 100, text: ({ engine }) => printable(engine) },
  { title: 'TOOK', align: 'right', text: took },
  { title: 'AGE', align: 'right', text: ({ created_at }) => formatAge(created_at, now) },
  { title: 'ID', text: ({ id }) => id, paint: (text, _, paint) => paint('dim', text) },
]

/** One step as a line: `succeeded  3 engine judge  12 ms  five factors judged`. */
export function stepLine(step: ExecutionStep, paint: Paint): string {
  const status = paint(STATUS_STYLES[step.status], step.status.padEnd(9))
  const time = step.duration_ms === null ? '' : `  ${formatDuration(step.duration_ms)}`
  const name = `${String(step.seq).padStart(2)} ${step.kind} ${printable(step.name)}`
  return `${status} ${name}${time}  ${printable(step.summary)}`.trimEnd()
}

/** `withSteps`: false where the steps have just been shown as they happened. */
export function printExecution(execution: Execution, out: Output, withSteps = true): void {
  const { paint } = out
  const { status, error, tokens_used, progress } = execution
  out.line(
    `${paint('bold', printable(execution.agent_type))}  ${paint(STATUS_STYLES[status], status)}`,
  )
  out.line()
  const fields: readonly (readonly [string, string | null])[] = [
    ['Id', execution.id],
    ['Lead', execution.lead_id],
    ['Engine', [execution.engine, execution.model].filter(Boolean).join(' ')],
    ['Asked by', execution.triggered_by],
    ['Created', formatInstant(execution.created_at)],
    ['Took', execution.finished_at ? took(execution) : null],
    ['Attempts', String(execution.attempts)],
    ['Tokens', tokens_used.input + tokens_used.output > 0 ? tokens(execution) : null],
    ['Cost', Number(execution.cost_usd) > 0 ? `${execution.cost_usd} USD` : null],
    [
      'Progress',
      progress
        ? `${formatCount(progress.done)} of ${formatCount(progress.total)} ${progress.unit}`
        : null,
    ],
    ['Trace', execution.correlation_id],
  ]
  for (const [title, value] of fields) {
    if (value) out.line(`${paint('dim', title.padEnd(10))} ${printable(value)}`)
  }
  if (withSteps && execution.steps.length > 0) {
    out.line()
    for (const step of execution.steps) out.line(stepLine(step, paint))
  }
  if (error) printFailure(error, out)
  printResult(execution, out)
}

const tokens = ({ tokens_used: used }: Execution) =>
  `${formatCount(used.input)} in, ${formatCount(used.output)} out, ${formatCount(used.cache_read)} from cache`

function printFailure(error: NonNullable<Execution['error']>, out: Output): void {
  out.line()
  out.line(`${out.paint('red', printable(error.code))} ${printable(error.message)}`)
  for (const line of faultLines(error.errors)) out.line(`  ${line}`)
}

/** A score as a score; any other result as JSON. */
function printResult({ output_data }: Execution, out: Output): void {
  if (output_data === null) return
  out.line()
  const score = LeadScore.safeParse(output_data)
  if (score.success) printScore(score.data, out)
  else out.line(JSON.stringify(output_data, null, 2))
}
