import type { BatchHours } from '@insa/contracts'
import { Field, Input } from '../../ui/field.tsx'
import { WEEKDAYS } from './batch-words.ts'

interface BatchHoursFieldsProps {
  hours: BatchHours
  onChange: (hours: BatchHours) => void
}

/** From when to when, on which days, by whose clock. */
export function BatchHoursFields({ hours, onChange }: BatchHoursFieldsProps) {
  const time = (name: 'from' | 'to', label: string) => (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          type="time"
          required
          value={hours[name]}
          onChange={(event) => onChange({ ...hours, [name]: event.target.value })}
        />
      )}
    </Field>
  )
  const toggle = (day: number) => {
    const days = hours.days.includes(day)
      ? hours.days.filter((other) => other !== day)
      : [...hours.days, day].sort((a, b) => a - b)
    onChange({ ...hours, days })
  }
  return (
    <div className="grid gap-3 rounded-lg bg-sunken p-3">
      <div className="grid grid-cols-2 gap-3">
        {time('from', 'From')}
        {time('to', 'To')}
        <Field label="Time zone" className="col-span-2">
          {(control) => (
            <Input
              {...control}
              list="time-zones"
              value={hours.time_zone}
              onChange={(event) => onChange({ ...hours, time_zone: event.target.value })}
            />
          )}
        </Field>
        <datalist id="time-zones">
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </div>
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="mb-1 font-medium text-ink-2 text-sm">Days on which they begin</legend>
        {WEEKDAYS.map(({ day, name }) => (
          <button
            key={day}
            type="button"
            aria-pressed={hours.days.includes(day)}
            onClick={() => toggle(day)}
            className="h-8 rounded-md border border-edge/60 bg-surface px-2.5 text-ink-2 text-sm hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
          >
            {name}
          </button>
        ))}
      </fieldset>
    </div>
  )
}
