import { type Alert, AlertSilence } from '@insa/contracts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useSilence } from './alerts.api.ts'

const SPANS = [
  { minutes: 60, label: 'An hour' },
  { minutes: 4 * 60, label: 'Four hours' },
  { minutes: 24 * 60, label: 'A day' },
  { minutes: 7 * 24 * 60, label: 'A week' },
]

interface SilenceDialogProps {
  alert: Alert
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function SilenceDialog({ alert, open, onOpenChange }: SilenceDialogProps) {
  const silence = useSilence()
  const form = useForm({
    initial: { minutes: 60, reason: undefined as string | undefined },
    schema: AlertSilence,
    submit: async (value) => {
      await silence.mutateAsync({ id: alert.id, silence: value })
      onOpenChange(false)
    },
  })
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Silence this alert"
      description="It stays on the list. Nobody gets mail about it, and the banner is gone, until the time is over."
    >
      <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
        <p className="rounded-lg bg-sunken px-3 py-2 text-sm">{alert.summary}</p>
        {form.formError && <Notice tone="bad">{form.formError}</Notice>}
        <Field label="For">
          {(control) => (
            <Select
              {...control}
              value={String(form.values.minutes)}
              onChange={(event) => form.set('minutes', Number(event.target.value))}
            >
              {SPANS.map(({ minutes, label }) => (
                <option key={minutes} value={minutes}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Why" optional error={form.error('reason')}>
          {(control) => (
            <Input
              {...control}
              value={form.values.reason ?? ''}
              onChange={(event) => form.set('reason', event.target.value || undefined)}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            Silence
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
