import type { Execution } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatDuration, formatInstant, formatNumber } from '../../ui/format.ts'

/** Who, when, on what, at what cost. */
export function ExecutionFacts({ execution }: { execution: Execution }) {
  const { tokens_used: tokens, lead_id, started_at, finished_at } = execution
  const used = tokens.input + tokens.output + tokens.cache_read + tokens.cache_write
  return (
    <Card title="Facts">
      <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-3 gap-y-1.5">
        {lead_id && (
          <Fact label="Lead">
            <Link
              to="/leads/$leadId"
              params={{ leadId: lead_id }}
              className="text-accent underline underline-offset-3"
            >
              Open the lead
            </Link>
          </Fact>
        )}
        {execution.replay && (
          <Fact label="Replay of">
            <Link
              to="/executions/$executionId"
              params={{ executionId: execution.replay.of }}
              className="text-accent underline underline-offset-3"
            >
              Open the first run
            </Link>
          </Fact>
        )}
        <Fact label="Engine">
          {execution.model ? `${execution.engine} · ${execution.model}` : execution.engine}
        </Fact>
        <Fact label="Triggered by">
          <TriggeredBy execution={execution} />
        </Fact>
        <Fact label="Created">{formatInstant(execution.created_at)}</Fact>
        {started_at && (
          <Fact label="Waited">
            {formatDuration(Date.parse(started_at) - Date.parse(execution.created_at))}
          </Fact>
        )}
        {started_at && finished_at && (
          <Fact label="Ran">
            {formatDuration(Date.parse(finished_at) - Date.parse(started_at))}
          </Fact>
        )}
        <Fact label="Attempts">{execution.attempts}</Fact>
        <Fact label="Tokens">
          {used === 0
            ? 'none'
            : `${formatNumber(tokens.input)} in, ${formatNumber(tokens.output)} out`}
        </Fact>
        <Fact label="Cost">
          {Number(execution.cost_usd) === 0 ? 'nothing' : `USD ${execution.cost_usd}`}
        </Fact>
        <Fact label="Correlation">
          <span className="flex items-center gap-1">
            <span className="truncate font-mono text-xs">{execution.correlation_id}</span>
            <CopyButton text={execution.correlation_id} label="Copy the correlation id" />
          </span>
        </Fact>
      </dl>
    </Card>
  )
}

/** Who or what; an event with the run that it came from. */
function TriggeredBy({ execution: { triggered_by, fed_by } }: { execution: Execution }) {
  const event = triggered_by.startsWith('event:') ? triggered_by.slice('event:'.length) : null
  if (event === null) return triggered_by
  if (fed_by === null) return <code className="font-mono text-xs">{event}</code>
  return (
    <>
      <code className="font-mono text-xs">{event}</code> of{' '}
      <Link
        to="/executions/$executionId"
        params={{ executionId: fed_by }}
        className="text-accent underline underline-offset-3"
      >
        another run
      </Link>
    </>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{label}</dt>
      <dd className="num min-w-0 self-center break-words">{children}</dd>
    </>
  )
}
