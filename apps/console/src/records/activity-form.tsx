import { ActivityInput, type ActivityType, ActivityType as Types } from '@insa/contracts'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useForm } from '../ui/use-form.ts'
import { type About, useAddActivity } from './activities.api.ts'
import { ACTIVITY_ICON, ACTIVITY_LABEL } from './activity-icon.tsx'
import { AreaField, orNull, SelectField, TextField, usePeople } from './form-fields.tsx'

const EMPTY = { subject: '', content: '', date: '', starts_on: '', allocated_to: '' }

/** Only what the chosen type has. */
function inputOf(type: ActivityType, about: About, values: typeof EMPTY) {
  return {
    ...about,
    activity_type: type,
    subject: orNull(values.subject),
    content: orNull(values.content),
    ...(type === 'Task' ? { date: orNull(values.date) } : {}),
    ...(type === 'Event'
      ? { starts_on: values.starts_on ? new Date(values.starts_on).toISOString() : null }
      : {}),
    ...(type === 'Task' || type === 'Event' ? { allocated_to: orNull(values.allocated_to) } : {}),
  }
}

/** A note, unless another kind is chosen: the commonest thing takes one field and one click. */
export function ActivityForm({ about }: { about: About }) {
  const [type, setType] = useState<ActivityType>('Note')
  const add = useAddActivity()
  const people = usePeople()
  const form = useForm({
    initial: EMPTY,
    schema: ActivityInput,
    read: (values) => inputOf(type, about, values),
    submit: async (input) => {
      await add.mutateAsync(input)
      // After the form has kept what was sent as its beginning.
      queueMicrotask(() => form.reset(EMPTY))
    },
  })
  const isPlanned = type === 'Task' || type === 'Event'
  const fault = form.formError ?? form.error('lead_id')
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-3 border-line border-b p-4">
      <TypeChoice value={type} onChange={setType} />
      {fault && <Notice tone="bad">{fault}</Notice>}
      {type !== 'Note' && <TextField form={form} name="subject" label="Subject" />}
      <AreaField
        form={form}
        name="content"
        label={type === 'Note' ? 'Note' : 'What was said, or is to be known'}
        optional={type !== 'Note'}
      />
      {isPlanned && (
        <div className="grid gap-3 sm:grid-cols-2">
          {type === 'Task' ? (
            <TextField form={form} name="date" label="Until" type="date" optional />
          ) : (
            <TextField form={form} name="starts_on" label="Begins" type="datetime-local" optional />
          )}
          <SelectField
            form={form}
            name="allocated_to"
            label="Who"
            options={people}
            none="Nobody yet"
          />
        </div>
      )}
      {type === 'Note' && form.error('subject') && (
        <Notice tone="bad">Write something first.</Notice>
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" size="sm" busy={form.busy}>
          Add
        </Button>
      </div>
    </form>
  )
}

interface TypeChoiceProps {
  value: ActivityType
  onChange: (type: ActivityType) => void
}

function TypeChoice({ value, onChange }: TypeChoiceProps) {
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">Kind</legend>
      {Types.options.map((type) => {
        const Icon = ACTIVITY_ICON[type]
        return (
          <button
            key={type}
            type="button"
            aria-pressed={type === value}
            onClick={() => onChange(type)}
            className="inline-flex h-7 items-center gap-1.5 rounded-full px-2.5 text-ink-2 text-xs hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-semibold aria-pressed:text-accent [&_svg]:size-3.5"
          >
            <Icon aria-hidden />
            {ACTIVITY_LABEL[type]}
          </button>
        )
      })}
    </fieldset>
  )
}
