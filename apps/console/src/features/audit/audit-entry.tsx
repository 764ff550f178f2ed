import type { ListedAuditEntry } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatDuration, formatInstant, formatNumber } from '../../ui/format.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'

type Entry = ListedAuditEntry

/** One line; opened, all that the trail knows of it. */
export function AuditRow({ entry }: { entry: Entry }) {
  return (
    <li>
      <details className="group">
        <summary className="grid list-none grid-cols-[1rem_minmax(0,1fr)_auto] items-baseline gap-x-3 px-4 py-2 hover:bg-hover md:grid-cols-[1rem_14rem_minmax(0,1fr)_minmax(0,1fr)_6rem] [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-3.5 self-center text-ink-3 transition-transform group-open:rotate-90"
          />
          <span className="truncate font-medium font-mono text-xs">{entry.action}</span>
          <span className="order-4 col-start-2 truncate text-ink-2 text-sm md:order-none md:col-start-auto">
            {entry.actor}
          </span>
          <span className="hidden truncate text-ink-3 text-sm md:block">
            {[entry.subject_type, entry.subject_id].filter(Boolean).join(' ')}
          </span>
          <RelativeTime at={entry.at} className="num text-right text-ink-3 text-sm" />
        </summary>
        <div className="grid gap-3 border-line border-t bg-sunken px-4 py-3 pl-11 text-sm">
          <Ways entry={entry} />
          <Facts entry={entry} />
          <Value title="Given" value={entry.input} />
          <Value title="Answer" value={entry.output} />
          <Value title="Details" value={entry.details} />
        </div>
      </details>
    </li>
  )
}

function Ways({ entry: { subject_type, subject_id, execution_id } }: { entry: Entry }) {
  const look = 'text-accent underline underline-offset-3'
  return (
    <p className="flex flex-wrap gap-4">
      {subject_type === 'lead' && subject_id && (
        <Link to="/leads/$leadId" params={{ leadId: subject_id }} className={look}>
          Open the lead
        </Link>
      )}
      {execution_id && (
        <Link to="/executions/$executionId" params={{ executionId: execution_id }} className={look}>
          Open the execution
        </Link>
      )}
      {execution_id && (
        <Link to="/audit" search={{ execution_id }} className={look}>
          All of this execution
        </Link>
      )}
      {subject_id && (
        <Link to="/audit" search={{ subject_id }} className={look}>
          All about this subject
        </Link>
      )}
    </p>
  )
}

function Facts({ entry }: { entry: Entry }) {
  const { tool, tokens, cost_usd, duration_ms, seal } = entry
  const used = tokens && tokens.input + tokens.output + tokens.cache_read + tokens.cache_write
  return (
    <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1">
      <Fact name="At">{formatInstant(entry.at)}</Fact>
      {tool && (
        <Fact name="Tool">
          <span className="break-all font-mono text-xs">{tool}</span>
        </Fact>
      )}
      {duration_ms !== null && <Fact name="Took">{formatDuration(duration_ms)}</Fact>}
      {used !== null && <Fact name="Tokens">{formatNumber(used)}</Fact>}
      {cost_usd !== null && <Fact name="Cost">${cost_usd}</Fact>}
      <Fact name="Correlation">
        <span className="break-all font-mono text-xs">{entry.correlation_id}</span>
      </Fact>
      <Fact name="Sealed">
        {seal ? (
          <span>
            as number <span className="num">{formatNumber(seal.seq)}</span>
            <span className="block break-all font-mono text-ink-3 text-xs">{seal.hash}</span>
          </span>
        ) : (
          'within seconds'
        )}
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

/** As stored: text, never markup. */
function Value({ title, value }: { title: string; value: unknown }) {
  if (value === null || value === undefined || JSON.stringify(value) === '{}') return null
  return (
    <div>
      <p className="text-ink-3">{title}</p>
      <ScrollRegion label={title} className="max-h-80 overflow-auto">
        <pre className="font-mono text-xs">{JSON.stringify(value, null, 2)}</pre>
      </ScrollRegion>
    </div>
  )
}
