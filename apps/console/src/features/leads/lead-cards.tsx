import type { Lead } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import { ActionLabel, PriorityBadge } from '../../ui/badges.tsx'
import { FactorStrip } from '../../ui/factor-strip.tsx'
import { formatScore } from '../../ui/format.ts'
import { effectiveScore, leadTitle } from '../../ui/labels.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Flags, subline } from './leads-table.tsx'

/** The list on a phone. */
export function LeadCards({ leads }: { leads: readonly Lead[] }) {
  return (
    <ul className="divide-y divide-line md:hidden">
      {leads.map((lead) => (
        <LeadCard key={lead.id} lead={lead} />
      ))}
    </ul>
  )
}

function LeadCard({ lead }: { lead: Lead }) {
  const effective = lead.score && effectiveScore(lead.score)
  return (
    <li className="relative grid grid-cols-[2.75rem_minmax(0,1fr)] gap-x-3 px-4 py-3 has-[a:focus-visible]:bg-selected">
      <span className="grid content-start justify-items-center gap-1">
        <span className="num font-semibold text-lg leading-6">
          {effective ? formatScore(effective.score) : '–'}
        </span>
        {lead.score && <FactorStrip factors={lead.score.factor_scores} />}
      </span>
      <div className="grid min-w-0 grid-cols-1 gap-1">
        <div className="flex items-baseline gap-2">
          <Link
            to="/leads/$leadId"
            params={{ leadId: lead.id }}
            data-row-link
            className="min-w-0 flex-1 truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
          >
            {leadTitle(lead)}
          </Link>
          <RelativeTime at={lead.created_at} className="num shrink-0 text-ink-3 text-xs" />
        </div>
        <p className="truncate text-ink-2 text-sm">{subline(lead)}</p>
        {effective ? (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
            <PriorityBadge priority={effective.priority} />
            <ActionLabel action={effective.action} />
            <Flags lead={lead} />
          </div>
        ) : (
          <p className="text-ink-3 text-sm">Not scored yet</p>
        )}
      </div>
    </li>
  )
}
