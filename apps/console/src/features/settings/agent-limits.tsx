import { AgentLimits } from '@insa/contracts'
import { useState } from 'react'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useSetLimits } from './settings.api.ts'

interface AgentLimitsProps {
  /** Null: all agents together. */
  type: string | null
  title: string
  limits: AgentLimits
}

/** What may run of an agent, in a line, and the dialog that changes it. */
export function AgentLimitsLine({ type, title, limits }: AgentLimitsProps) {
  const can = useCan()
  const [editing, setEditing] = useState(false)
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-ink-2 text-xs">
      {inWords(limits)}
      {can('agents:manage') && (
        <Button
          variant="ghost"
          size="sm"
          aria-label={`Change the limits of ${title}`}
          onClick={() => setEditing(true)}
        >
          Change
        </Button>
      )}
      <Dialog
        open={editing}
        onOpenChange={setEditing}
        title={`Limits of ${title}`}
        description="What is over them waits in the queue. Without them as much runs as the workers have room for; other organizations are served in turn all the same."
      >
        <LimitsForm type={type} limits={limits} onDone={() => setEditing(false)} />
      </Dialog>
    </p>
  )
}

function inWords({ max_running, max_starts_per_minute }: AgentLimits): string {
  const parts = [
    max_running === null ? null : `at most ${max_running} at once`,
    max_starts_per_minute === null ? null : `at most ${max_starts_per_minute} started a minute`,
  ].filter((part) => part !== null)
  return parts.length > 0 ? `Limits: ${parts.join(', ')}.` : 'No limits.'
}

interface LimitsFormProps {
  type: string | null
  limits: AgentLimits
  onDone: () => void
}

function LimitsForm({ type, limits, onDone }: LimitsFormProps) {
  const save = useSetLimits()
  const form = useForm({
    initial: {
      max_running: limits.max_running?.toString() ?? '',
      max_starts_per_minute: limits.max_starts_per_minute?.toString() ?? '',
    },
    schema: AgentLimits,
    read: (values) => ({
      max_running: toNumber(values.max_running),
      max_starts_per_minute: toNumber(values.max_starts_per_minute),
    }),
    submit: async (value) => {
      await save.mutateAsync({ type, limits: value })
      toast.success('The limits are saved')
      onDone()
    },
  })
  const field = (name: 'max_running' | 'max_starts_per_minute', label: string) => (
    <Field label={label} optional error={form.error(name)}>
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          placeholder="no limit"
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value)}
        />
      )}
    </Field>
  )
  return (
    <form className="grid gap-4" onSubmit={form.onSubmit} noValidate>
      {field('max_running', 'At the same time')}
      {field('max_starts_per_minute', 'Started in any minute')}
      {form.formError && <p className="text-immediate text-sm">{form.formError}</p>}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={form.busy} disabled={!form.changed}>
          Save
        </Button>
      </div>
    </form>
  )
}

/** Nothing: no limit. What is no number stays as it is, for the schema to say so. */
const toNumber = (text: string) => (text.trim() === '' ? null : Number(text))
