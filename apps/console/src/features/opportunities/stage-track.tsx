import type { Opportunity } from '@insa/contracts'
import { isOpenStatus } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '../../app/session.ts'
import { cn } from '../../ui/cn.ts'
import { salesProcessQuery, useMoveStage } from './opportunities.api.ts'

/** The stages in order, with the one that it stands in; a press moves it. */
export function StageTrack({ opportunity }: { opportunity: Opportunity }) {
  const { data } = useQuery(salesProcessQuery)
  const move = useMoveStage(opportunity)
  const can = useCan()
  const stages = data?.stages ?? []
  const here = stages.findIndex(({ name }) => name === opportunity.sales_stage)
  const mayMove = can('opportunities:write') && isOpenStatus(opportunity.status)
  return (
    <fieldset className="grid grid-cols-2 gap-1 md:grid-cols-4 2xl:grid-cols-8">
      <legend className="sr-only">Stage</legend>
      {stages.map(({ name, probability }, index) => (
        <button
          key={name}
          type="button"
          disabled={!mayMove}
          aria-pressed={index === here}
          onClick={() => index !== here && move.mutate(name)}
          className={cn(
            'flex min-h-10 items-center justify-between gap-2 rounded-md border px-2.5 py-1.5 text-left text-xs leading-tight disabled:cursor-default',
            index === here
              ? 'border-accent bg-accent font-semibold text-on-accent'
              : index < here
                ? 'border-transparent bg-accent-soft text-accent'
                : 'border-line bg-surface text-ink-2',
            mayMove && index !== here && 'hover:border-accent',
          )}
        >
          {name}
          <span className="num whitespace-nowrap">{probability} %</span>
        </button>
      ))}
    </fieldset>
  )
}
