import type { Execution, ReplayInput, ReplayOptions } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select, Textarea } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { replayOptionsQuery, useReplayExecution } from './executions.api.ts'

interface ReplayDialogProps {
  execution: Execution
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Chooses what a replay changes, and leads to the comparison. */
export function ReplayDialog({ execution, open, onOpenChange }: ReplayDialogProps) {
  const { data, error, refetch } = useQuery({
    ...replayOptionsQuery(execution.id),
    enabled: open,
  })
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Replay"
      description="Runs again from its record: tools answer what they answered then, and nothing is stored, written or sent."
      className="max-w-2xl"
    >
      {data ? (
        <ReplayForm execution={execution} options={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-40" />
      )}
    </Dialog>
  )
}

function ReplayForm({ execution, options }: { execution: Execution; options: ReplayOptions }) {
  const navigate = useNavigate()
  const replay = useReplayExecution(execution.id)
  const [engine, setEngine] = useState('')
  const [model, setModel] = useState('')
  const [prompt, setPrompt] = useState(options.prompt ?? '')
  const asksNoModel = (engine || options.engines[0]) === 'baseline'
  const start = () => {
    const input: ReplayInput = {
      engine: engine || undefined,
      model: asksNoModel ? undefined : model || undefined,
      prompt: prompt.trim() === (options.prompt ?? '').trim() ? undefined : prompt,
    }
    replay.mutate(input, {
      onSuccess: ({ id }) =>
        void navigate({ to: '/executions/$executionId/compare', params: { executionId: id } }),
    })
  }
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        start()
      }}
    >
      {replay.error && <Notice tone="bad">{replay.error.message}</Notice>}
      {options.engines.length > 0 && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice
            label="Engine"
            hint={`Then: ${execution.engine}`}
            value={engine}
            onChange={setEngine}
            choices={options.engines}
          />
          <Choice
            label="Model"
            hint={asksNoModel ? 'This engine asks no model.' : `Then: ${execution.model ?? 'none'}`}
            value={asksNoModel ? '' : model}
            onChange={setModel}
            choices={asksNoModel ? [] : options.models}
          />
        </div>
      )}
      {options.prompt !== null && !asksNoModel && (
        <Field label="Prompt" hint="What the agent is told. Change it to try other words.">
          {(control) => (
            <Textarea
              {...control}
              className="max-h-[40dvh] min-h-40 font-mono text-xs"
              value={prompt}
              onChange={(event) => setPrompt(event.target.value)}
            />
          )}
        </Field>
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={replay.isPending}>
          Replay
        </Button>
      </div>
    </form>
  )
}

interface ChoiceProps {
  label: string
  hint: string
  value: string
  onChange: (value: string) => void
  choices: readonly string[]
}

function Choice({ label, hint, value, onChange, choices }: ChoiceProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <Select
          {...control}
          value={value}
          disabled={choices.length === 0}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">As the site has it now</option>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
