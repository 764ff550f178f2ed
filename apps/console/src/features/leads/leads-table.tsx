import type { Lead } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import { ArrowDown, ArrowUp, ArrowUpDown, Scale, TriangleAlert, UserPen } from 'lucide-react'
import type { ReactNode } from 'react'
import { ActionLabel, PriorityBadge } from '../../ui/badges.tsx'
import { cn } from '../../ui/cn.ts'
import { FactorStrip } from '../../ui/factor-strip.tsx'
import { formatScore } from '../../ui/format.ts'
import { effectiveScore, leadTitle } from '../../ui/labels.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { type LeadsSearch, type SortField, sortDirection, toggleSort } from './leads.search.ts'

interface LeadsTableProps {
  leads: readonly Lead[]
  search: LeadsSearch
  onSort: (sort: LeadsSearch['sort']) => void
}

/** The table from 768 px; a phone gets cards. */
export function LeadsTable({ leads, search, onSort }: LeadsTableProps) {
  const sortable = (field: SortField, label: string, className?: string) => (
    <SortHeader
      label={label}
      direction={sortDirection(search.sort, field)}
      onSort={() => onSort(toggleSort(search.sort, field))}
      className={className}
    />
  )
  return (
    <table className="hidden w-full table-fixed text-left md:table">
      <thead className="border-line border-b bg-sunken text-ink-2 text-xs">
        <tr className="[&>th]:h-9 [&>th]:px-2 [&>th]:font-medium">
          {sortable('qualification_score', 'Score', 'w-28 pl-4!')}
          {sortable('company_name', 'Lead')}
          <th scope="col" className="w-32">
            Priority
          </th>
          <th scope="col" className="w-40">
            Action
          </th>
          <th scope="col" className="hidden w-[24%] xl:table-cell">
            Message
          </th>
          <th scope="col" className="hidden w-36 lg:table-cell">
            Owner
          </th>
          {sortable('created_at', 'Age', 'w-24 pr-4!')}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {leads.map((lead) => (
          <LeadRow key={lead.id} lead={lead} />
        ))}
      </tbody>
    </table>
  )
}

interface SortHeaderProps {
  label: string
  direction: ReturnType<typeof sortDirection>
  onSort: () => void
  className?: string | undefined
}

function SortHeader({ label, direction, onSort, className }: SortHeaderProps) {
  const Icon = direction === 'none' ? ArrowUpDown : direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <th scope="col" aria-sort={direction} className={className}>
      <button
        type="button"
        onClick={onSort}
        className="group inline-flex items-center gap-1 hover:text-ink"
      >
        {label}
        <Icon
          aria-hidden
          className={cn(
            'size-3.5',
            direction === 'none' &&
              'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100',
          )}
        />
      </button>
    </th>
  )
}

function LeadRow({ lead }: { lead: Lead }) {
  const effective = lead.score && effectiveScore(lead.score)
  return (
    // The link reaches over the whole row: one tab stop, the browser's own middle click and status line.
    <tr className="relative h-13 transition-colors hover:bg-hover has-[a:focus-visible]:bg-selected [&>td]:px-2">
      <td className="pl-4!">
        {lead.score && effective ? (
          <span className="flex items-center gap-2.5">
            <span className="num w-7 text-right font-semibold text-[1.0667rem]">
              {formatScore(effective.score)}
            </span>
            <FactorStrip factors={lead.score.factor_scores} />
            {effective.overridden && <Overridden />}
            {lead.score.needs_review && <NeedsReview />}
          </span>
        ) : (
          <span className="text-ink-3 text-sm">
            {lead.qualification_status === 'In Process' ? 'scoring…' : 'not yet'}
          </span>
        )}
      </td>
      <td>
        <Link
          to="/leads/$leadId"
          params={{ leadId: lead.id }}
          data-row-link
          className="block truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {leadTitle(lead)}
        </Link>
        <Subline>{subline(lead)}</Subline>
      </td>
      <td>{effective && <PriorityBadge priority={effective.priority} />}</td>
      <td className="text-sm">{effective && <ActionLabel action={effective.action} />}</td>
      <td className="hidden xl:table-cell">
        <span className="flex items-center gap-1.5 text-ink-2 text-sm">
          <Flags lead={lead} />
          <span className="truncate">{lead.message}</span>
        </span>
      </td>
      <td className="hidden truncate text-ink-2 text-sm lg:table-cell">
        {ownerName(lead.lead_owner)}
      </td>
      <td className="num pr-4! text-ink-2 text-sm">
        <RelativeTime at={lead.created_at} />
      </td>
    </tr>
  )
}

const Subline = ({ children }: { children: ReactNode }) => (
  <span className="block truncate text-ink-3 text-xs">{children}</span>
)

/** Person and place, as far as they are known and not already the title. */
export function subline(lead: Lead): string {
  const person = lead.company_name ? (lead.lead_name ?? lead.email_id) : lead.job_title
  return [person, lead.country].filter(Boolean).join(' · ')
}

/** The part of the address that tells colleagues apart. */
const ownerName = (owner: string | null): string => owner?.split('@')[0] ?? '—'

function Overridden() {
  return (
    <span title="A person has overridden the score">
      <UserPen aria-hidden className="size-3.5 text-accent" />
      <span className="sr-only">overridden</span>
    </span>
  )
}

function NeedsReview() {
  return (
    <span title="Two opinions are far apart: please look">
      <Scale aria-hidden className="size-3.5 text-flag" />
      <span className="sr-only">to be looked at</span>
    </span>
  )
}

export function Flags({ lead }: { lead: Lead }) {
  const count = lead.score?.flags.length ?? 0
  if (count === 0) return null
  const words = count === 1 ? '1 flag' : `${count} flags`
  return (
    <span title={words} className="inline-flex shrink-0">
      <TriangleAlert aria-hidden className="size-3.5 text-flag" />
      <span className="sr-only">{words}</span>
    </span>
  )
}
