import {
  DragDropContext,
  Draggable,
  type DraggableProvidedDragHandleProps,
  Droppable,
  type DropResult,
} from '@hello-pangea/dnd'
import type { Opportunity, Pipeline, SalesStage } from '@insa/contracts'
import { CircleX, type LucideIcon, Trophy } from 'lucide-react'
import { formatSums } from '../../records/money.ts'
import { cn } from '../../ui/cn.ts'
import { formatNumber } from '../../ui/format.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { OpportunityCard, type Target } from './opportunity-card.tsx'

export interface BoardProps {
  stages: readonly SalesStage[]
  cards: readonly Opportunity[]
  pipeline: Pipeline | undefined
  onMove?: ((opportunity: Opportunity, target: Target) => void) | undefined
}

/** Ids of the two places that are no stage. A stage's name is trimmed, so none begins with a blank. */
const ENDS = { ' won': 'won', ' lost': 'lost' } as const
const isEnd = (id: string): id is keyof typeof ENDS => id in ENDS

/** Columns by stage. A card is dragged, or lifted with the space bar and moved with the arrow keys. */
export function PipelineBoard({ stages, cards, pipeline, onMove }: BoardProps) {
  const drop = ({ draggableId, destination, source }: DropResult) => {
    const card = cards.find(({ id }) => id === draggableId)
    if (!card || !destination || destination.droppableId === source.droppableId) return
    const to = destination.droppableId
    onMove?.(card, isEnd(to) ? { decide: ENDS[to] } : { stage: to })
  }
  return (
    <DragDropContext
      onDragEnd={drop}
      dragHandleUsageInstructions="Press the space bar to lift the opportunity. While it is lifted, the arrow keys left and right move it to another stage, the space bar puts it down, and Escape takes it back."
    >
      <ScrollRegion label="Pipeline" className="hidden overflow-x-auto pb-2 md:block">
        <div className="flex min-w-max items-stretch gap-3">
          {stages.map((stage) => (
            <Column
              key={stage.name}
              stage={stage}
              stages={stages}
              cards={cards.filter(({ sales_stage }) => sales_stage === stage.name)}
              summed={pipeline?.stages.find(({ sales_stage }) => sales_stage === stage.name)}
              onMove={onMove}
            />
          ))}
          <End id=" won" icon={Trophy} label="Won" summed={pipeline?.won} tone="text-good" />
          <End
            id=" lost"
            icon={CircleX}
            label="Lost"
            summed={pipeline?.lost}
            tone="text-immediate"
          />
        </div>
      </ScrollRegion>
    </DragDropContext>
  )
}

interface ColumnProps {
  stage: SalesStage
  stages: readonly SalesStage[]
  cards: readonly Opportunity[]
  summed: Pipeline['stages'][number] | undefined
  onMove: BoardProps['onMove']
}

function Column({ stage, stages, cards, summed, onMove }: ColumnProps) {
  return (
    <section className="flex w-58 flex-col rounded-xl bg-sunken" aria-label={stage.name}>
      <header className="grid gap-0.5 px-3 pt-2.5 pb-1.5">
        <h2 className="flex items-baseline gap-2 font-semibold text-sm">
          <span className="min-w-0 truncate" title={stage.name}>
            {stage.name}
          </span>
          <span className="num ml-auto font-normal text-ink-2">
            {formatNumber(summed?.count ?? cards.length)}
          </span>
        </h2>
        <p
          className="num min-h-4 truncate text-ink-2 text-xs"
          title={formatSums(summed?.sums ?? [])}
        >
          {formatSums(summed?.sums ?? [])}
        </p>
      </header>
      <Droppable droppableId={stage.name} isDropDisabled={!onMove}>
        {(provided, snapshot) => (
          <ul
            ref={provided.innerRef}
            {...provided.droppableProps}
            className={cn(
              'flex min-h-96 flex-1 flex-col rounded-b-xl px-2 pb-2 transition-colors',
              snapshot.isDraggingOver && 'bg-accent-soft',
            )}
          >
            {cards.map((card, index) => (
              <DraggableCard
                key={card.id}
                card={card}
                index={index}
                stages={stages}
                onMove={onMove}
              />
            ))}
            {provided.placeholder}
          </ul>
        )}
      </Droppable>
    </section>
  )
}

interface DraggableCardProps {
  card: Opportunity
  index: number
  stages: readonly SalesStage[]
  onMove: BoardProps['onMove']
}

function DraggableCard({ card, index, stages, onMove }: DraggableCardProps) {
  return (
    <Draggable draggableId={card.id} index={index} isDragDisabled={!onMove}>
      {(provided, snapshot) => (
        <li
          ref={provided.innerRef}
          {...provided.draggableProps}
          {...handleOf(provided.dragHandleProps)}
          aria-label={`${card.title}, ${card.customer_name}`}
          className={cn(
            'mt-2 rounded-lg border border-line bg-surface shadow-card',
            onMove && 'cursor-grab',
            snapshot.isDragging && 'shadow-pop ring-2 ring-accent',
          )}
        >
          <OpportunityCard opportunity={card} stages={stages} onMove={onMove} />
        </li>
      )}
    </Draggable>
  )
}

/** A card is no button, as the library has it: there is a link and a menu in it. */
function handleOf(props: DraggableProvidedDragHandleProps | null) {
  if (!props) return {}
  const { role: _, ...handle } = props
  return handle
}

interface EndProps {
  id: keyof typeof ENDS
  icon: LucideIcon
  label: string
  summed: Pipeline['won'] | undefined
  tone: string
}

/** Where a deal ends: dropped here, the reason is asked. */
function End({ id, icon: Icon, label, summed, tone }: EndProps) {
  return (
    <section
      className="flex w-36 flex-col rounded-xl border border-line border-dashed"
      aria-label={label}
    >
      <header className="grid gap-0.5 px-3 pt-2.5">
        <h2 className="flex items-center gap-1.5 font-semibold text-sm">
          <Icon aria-hidden className={cn('size-4', tone)} />
          {label}
          <span className="num ml-auto font-normal text-ink-2">
            {formatNumber(summed?.count ?? 0)}
          </span>
        </h2>
        <p className="num text-ink-2 text-xs">{formatSums(summed?.sums ?? [])}</p>
        <p className="text-ink-3 text-xs">last 90 days</p>
      </header>
      <Droppable droppableId={id}>
        {(provided, snapshot) => (
          <div
            ref={provided.innerRef}
            {...provided.droppableProps}
            className={cn(
              'min-h-40 flex-1 rounded-b-xl transition-colors',
              snapshot.isDraggingOver && 'bg-accent-soft',
            )}
          >
            {provided.placeholder}
          </div>
        )}
      </Droppable>
    </section>
  )
}
