import { type HistoryEntry, HistoryKind, OpportunityStatus } from '@insa/contracts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  CircleGauge,
  FolderKanban,
  History,
  ListChecks,
  type LucideIcon,
  Mail,
  Merge,
  MessageSquare,
  MoveRight,
  SquareKanban,
  UserRound,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { formatMoney } from '../../records/money.ts'
import { Card } from '../../ui/card.tsx'
import { agentLabel } from '../../ui/labels.ts'
import { LoadMore } from '../../ui/load-more.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { historyQuery } from './customers.api.ts'

const LOOK: Record<HistoryKind, { icon: LucideIcon; label: string }> = {
  lead: { icon: UserRound, label: 'Leads' },
  score: { icon: CircleGauge, label: 'Scores' },
  execution: { icon: ListChecks, label: 'Runs' },
  opportunity: { icon: SquareKanban, label: 'Opportunities' },
  stage_change: { icon: MoveRight, label: 'Stages' },
  activity: { icon: MessageSquare, label: 'Activities' },
  mail: { icon: Mail, label: 'Mails' },
  project: { icon: FolderKanban, label: 'Projects' },
  merge: { icon: Merge, label: 'Merges' },
}

interface HistoryProps {
  customerId: string
  kind: HistoryKind | undefined
  onKind: (kind: HistoryKind | undefined) => void
}

/** All that happened with a customer, newest first. */
export function CustomerHistory({ customerId, kind, onKind }: HistoryProps) {
  const list = useInfiniteQuery(historyQuery(customerId, kind))
  const entries = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Card title="History" flush>
      <KindChoice value={kind} onChange={onKind} />
      {list.isPending ? (
        <SkeletonRows rows={6} label="Loading the history" />
      ) : list.isError && entries.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : entries.length === 0 ? (
        <EmptyState icon={History} title="Nothing of this kind yet" className="py-8" />
      ) : (
        <ol className="grid px-4 py-2">
          {entries.map((entry) => (
            <Entry key={`${entry.kind}-${entry.id}`} entry={entry} />
          ))}
        </ol>
      )}
      <div className="pb-3">
        <LoadMore shown={entries.length} noun={['entry', 'entries']} list={list} />
      </div>
    </Card>
  )
}

interface KindChoiceProps {
  value: HistoryKind | undefined
  onChange: (kind: HistoryKind | undefined) => void
}

function KindChoice({ value, onChange }: KindChoiceProps) {
  return (
    <fieldset className="flex flex-wrap gap-1 border-line border-b p-3">
      <legend className="sr-only">Show</legend>
      {[undefined, ...HistoryKind.options].map((kind) => (
        <button
          key={kind ?? 'all'}
          type="button"
          aria-pressed={kind === value}
          onClick={() => onChange(kind)}
          className="h-7 rounded-full px-2.5 text-ink-2 text-xs hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-semibold aria-pressed:text-accent"
        >
          {kind ? LOOK[kind].label : 'All'}
        </button>
      ))}
    </fieldset>
  )
}

function Entry({ entry }: { entry: HistoryEntry }) {
  const { icon: Icon } = LOOK[entry.kind]
  const { title, detail } = wordsOf(entry)
  return (
    <li className="relative grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3 pb-4 last:pb-2 before:absolute before:top-7 before:bottom-0 before:left-3.5 before:w-px before:bg-line last:before:hidden">
      <span className="grid size-7 place-items-center rounded-full bg-sunken text-ink-2">
        <Icon aria-hidden className="size-4" />
      </span>
      <div className="grid min-w-0 gap-0.5 pt-0.5">
        <p className="break-words">
          <EntryLink entry={entry}>{title}</EntryLink>
        </p>
        {detail && <p className="break-words text-ink-2 text-sm">{detail}</p>}
        <p className="flex gap-x-2 text-ink-3 text-xs">
          <RelativeTime at={entry.at} />
          {entry.actor && <span>{entry.actor.replace(/^\w+:/, '').split('@')[0]}</span>}
        </p>
      </div>
    </li>
  )
}

/** The entry in a sentence. */
function wordsOf({ kind, title, detail, activity_type }: HistoryEntry): {
  title: string
  detail: string | null
} {
  switch (kind) {
    case 'lead':
      return { title: 'Came in as a lead', detail: detail && `by ${detail}` }
    case 'score':
      return { title: `Scored ${Math.round(Number(title))}`, detail: detail?.toLowerCase() ?? null }
    case 'execution':
      return { title: agentLabel(title), detail }
    case 'opportunity':
      return { title: `Opportunity: ${title}`, detail: moneyOf(detail) }
    case 'stage_change':
      return { title: `${title}: ${stageWords(detail)}`, detail: null }
    case 'activity':
      return {
        title: `${activity_type}: ${title}`,
        detail: detail === title ? null : detail,
      }
    case 'mail':
      return { title, detail: detail && `to ${detail}` }
    case 'project':
      return { title: `Project: ${title}`, detail }
    case 'merge':
      return { title: `${title} was merged into this customer`, detail: null }
  }
}

/** `185000.00 EUR` as a person reads it. */
function moneyOf(detail: string | null): string | null {
  const [amount, currency] = detail?.split(' ') ?? []
  return amount && currency ? formatMoney(amount, currency) : null
}

const STATUS_WORDS: Record<OpportunityStatus, string> = {
  Open: 'open again',
  Quotation: 'quoted',
  Replied: 'replied',
  Converted: 'won',
  Lost: 'lost',
  Closed: 'closed',
}

function stageWords(detail: string | null): string {
  const status = OpportunityStatus.safeParse(detail)
  return status.success ? STATUS_WORDS[status.data] : (detail ?? '')
}

const LINK = 'font-medium hover:text-accent hover:underline'

function EntryLink({ entry, children }: { entry: HistoryEntry; children: ReactNode }) {
  const { kind, lead_id, opportunity_id, project_id, execution_id } = entry
  if (kind === 'execution' && execution_id) {
    return (
      <Link to="/executions/$executionId" params={{ executionId: execution_id }} className={LINK}>
        {children}
      </Link>
    )
  }
  if (project_id) {
    return (
      <Link to="/projects/$projectId" params={{ projectId: project_id }} className={LINK}>
        {children}
      </Link>
    )
  }
  if (opportunity_id) {
    return (
      <Link
        to="/opportunities/$opportunityId"
        params={{ opportunityId: opportunity_id }}
        className={LINK}
      >
        {children}
      </Link>
    )
  }
  if (lead_id) {
    return (
      <Link to="/leads/$leadId" params={{ leadId: lead_id }} className={LINK}>
        {children}
      </Link>
    )
  }
  return <span className="font-medium">{children}</span>
}
