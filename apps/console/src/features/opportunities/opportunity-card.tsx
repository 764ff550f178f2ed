import type { Opportunity, SalesStage } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import { CalendarClock, CircleX, EllipsisVertical, MoveRight, Trophy } from 'lucide-react'
import { formatMoney } from '../../records/money.ts'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { formatDay } from '../../ui/format.ts'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/menu.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'

/** Where a card can be put: into a stage, or to its end. */
export type Target = { stage: string } | { decide: 'won' | 'lost' }

export interface CardProps {
  opportunity: Opportunity
  stages: readonly SalesStage[]
  /** Absent for who may only look. */
  onMove?: ((opportunity: Opportunity, target: Target) => void) | undefined
}

/** What one must know of a deal at a glance; its title leads to the rest. */
export function OpportunityCard({ opportunity, stages, onMove }: CardProps) {
  const { id, title, customer_name, opportunity_amount, currency } = opportunity
  return (
    <article className="grid gap-1.5 p-3">
      <div className="flex items-start gap-1">
        <Link
          to="/opportunities/$opportunityId"
          params={{ opportunityId: id }}
          draggable={false}
          className="min-w-0 flex-1 break-words font-medium leading-snug hover:text-accent hover:underline"
        >
          {title}
        </Link>
        {onMove && <MoveMenu opportunity={opportunity} stages={stages} onMove={onMove} />}
      </div>
      <p className="truncate text-ink-2 text-sm">{customer_name}</p>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="num font-semibold">
          {opportunity_amount ? formatMoney(opportunity_amount, currency) : 'no amount yet'}
        </span>
        <span
          className={cn(
            'num text-xs',
            opportunity.probability_is_own ? 'text-accent' : 'text-ink-3',
          )}
          title={opportunity.probability_is_own ? 'Given by a person' : 'Of the stage'}
        >
          {opportunity.probability} %
        </span>
      </p>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-3 text-xs">
        <Closing day={opportunity.expected_closing} />
        <span title="In this stage">
          moved <RelativeTime at={opportunity.stage_since} />
        </span>
      </p>
    </article>
  )
}

function Closing({ day }: { day: string | null }) {
  if (!day) return null
  const isLate = day < new Date().toISOString().slice(0, 10)
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1 [&_svg]:size-3.5',
        isLate && 'font-semibold text-immediate',
      )}
    >
      <CalendarClock aria-hidden />
      {formatDay(day)}
      {isLate && ', late'}
    </span>
  )
}

/** The way for who does not drag: by keyboard, by voice, on a phone. */
function MoveMenu({ opportunity, stages, onMove }: Required<CardProps>) {
  if (!onMove) return null
  return (
    <Menu
      trigger={
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Move ${opportunity.title}`}
          className="-mt-1 -mr-1.5"
        >
          <EllipsisVertical aria-hidden />
        </Button>
      }
    >
      <MenuLabel>Move to</MenuLabel>
      {stages
        .filter(({ name }) => name !== opportunity.sales_stage)
        .map(({ name }) => (
          <MenuItem key={name} onSelect={() => onMove(opportunity, { stage: name })}>
            <MoveRight aria-hidden />
            {name}
          </MenuItem>
        ))}
      <MenuSeparator />
      <MenuItem onSelect={() => onMove(opportunity, { decide: 'won' })}>
        <Trophy aria-hidden />
        Won…
      </MenuItem>
      <MenuItem onSelect={() => onMove(opportunity, { decide: 'lost' })}>
        <CircleX aria-hidden />
        Lost…
      </MenuItem>
    </Menu>
  )
}
