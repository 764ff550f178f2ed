import { ArrowDown, ArrowUp, CircleAlert, Plus, Trash2 } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { blankStage, moved, type StageDraft } from './sales-process-draft.ts'

/** As the contract has it. */
const MOST_STAGES = 20

interface StageListProps {
  stages: readonly StageDraft[]
  locked: boolean
  /** The fault at a path, such as `stages.2.name`. */
  error: (path: string) => string | undefined
  onChange: (stages: StageDraft[]) => void
}

/** The stages in their order: named, weighed, moved, added, taken out. */
export function StageList({ stages, locked, error, onChange }: StageListProps) {
  const set = (key: string, change: Partial<StageDraft>) =>
    onChange(stages.map((stage) => (stage.key === key ? { ...stage, ...change } : stage)))
  const fault = error('stages')
  return (
    <Card title="Stages">
      <ol className="grid gap-3">
        {stages.map((stage, index) => (
          <StageRow
            key={stage.key}
            stage={stage}
            index={index}
            count={stages.length}
            locked={locked}
            error={error}
            onSet={(change) => set(stage.key, change)}
            onMove={(by) => onChange(moved(stages, index, by))}
            onRemove={() => onChange(stages.filter(({ key }) => key !== stage.key))}
          />
        ))}
      </ol>
      {fault && (
        <p className="mt-3 flex items-center gap-1 text-immediate text-xs">
          <CircleAlert aria-hidden className="size-3.5 shrink-0" />
          {fault}
        </p>
      )}
      {!locked && stages.length < MOST_STAGES && (
        <Button size="sm" className="mt-4" onClick={() => onChange([...stages, blankStage()])}>
          <Plus aria-hidden />
          Add a stage
        </Button>
      )}
    </Card>
  )
}

interface StageRowProps extends Pick<StageListProps, 'locked' | 'error'> {
  stage: StageDraft
  index: number
  count: number
  onSet: (change: Partial<StageDraft>) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

function StageRow({ stage, index, count, locked, error, onSet, onMove, onRemove }: StageRowProps) {
  const at = `stages.${index}`
  const isRenamed = stage.was !== null && stage.was !== stage.name.trim()
  const title = stage.name || `stage ${index + 1}`
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border border-line p-3">
      <Field
        label={`Stage ${index + 1}`}
        className="min-w-40 flex-1"
        hint={isRenamed ? `Was ${stage.was}: its opportunities come along.` : undefined}
        error={error(`${at}.name`) ?? error(`${at}.was`)}
      >
        {(control) => (
          <Input
            {...control}
            maxLength={80}
            disabled={locked}
            value={stage.name}
            onChange={(event) => onSet({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Probability, %" className="w-28" error={error(`${at}.probability`)}>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            disabled={locked}
            value={stage.probability}
            onChange={(event) => onSet({ probability: event.target.value })}
          />
        )}
      </Field>
      {!locked && (
        <div className="ml-auto flex gap-1 self-start sm:mt-[1.6rem]">
          <Button
            size="icon"
            variant="ghost"
            aria-label={`Move ${title} up`}
            disabled={index === 0}
            onClick={() => onMove(-1)}
          >
            <ArrowUp aria-hidden />
          </Button>
          <Button
            size="icon"
            variant="ghost"
            aria-label={`Move ${title} down`}
            disabled={index === count - 1}
            onClick={() => onMove(1)}
          >
            <ArrowDown aria-hidden />
          </Button>
          <Button
            size="icon"
            variant="ghost"
            aria-label={`Remove ${title}`}
            disabled={count === 1}
            onClick={onRemove}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      )}
    </li>
  )
}
