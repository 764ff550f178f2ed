import { SquareKanban } from 'lucide-react'
import { formatSums } from '../../records/money.ts'
import { EmptyState } from '../../ui/states.tsx'
import { OpportunityCard } from './opportunity-card.tsx'
import type { BoardProps } from './pipeline-board.tsx'

interface TabsProps extends BoardProps {
  stage: string | undefined
  onStage: (stage: string) => void
}

/** The board on a phone: one stage at a time. */
export function PipelineTabs({ stages, cards, pipeline, onMove, stage, onStage }: TabsProps) {
  // Where nobody chose one, the first that has something in it.
  const firstFilled = stages.find(({ name }) => cards.some((c) => c.sales_stage === name))
  const shown = stages.find(({ name }) => name === stage) ?? firstFilled ?? stages[0]
  if (!shown) return null
  const here = cards.filter(({ sales_stage }) => sales_stage === shown.name)
  const countOf = (name: string) => cards.filter((c) => c.sales_stage === name).length
  const sums = pipeline?.stages.find((s) => s.sales_stage === shown.name)?.sums ?? []
  return (
    <div className="grid min-w-0 grid-cols-1 gap-3 md:hidden">
      <fieldset className="-mx-4 flex min-w-0 gap-1.5 overflow-x-auto px-4 pb-1">
        <legend className="sr-only">Stage</legend>
        {stages.map(({ name }) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === shown.name}
            onClick={() => onStage(name)}
            className="inline-flex h-9 shrink-0 items-center gap-1.5 rounded-full border border-edge/60 bg-surface px-3 text-ink-2 text-sm aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-semibold aria-pressed:text-accent"
          >
            {name}
            <span className="num">{countOf(name)}</span>
          </button>
        ))}
      </fieldset>
      <p className="num text-ink-2 text-sm">{formatSums(sums)}</p>
      {here.length === 0 ? (
        <div className="card">
          <EmptyState icon={SquareKanban} title={`Nothing in ${shown.name}`} />
        </div>
      ) : (
        <ul className="grid gap-2">
          {here.map((card) => (
            <li key={card.id} className="card">
              <OpportunityCard opportunity={card} stages={stages} onMove={onMove} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
