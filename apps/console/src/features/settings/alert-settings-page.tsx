import { AlertSettings, DEFAULT_ALERTS } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useForm } from '../../ui/use-form.ts'
import { SaveRow } from './save-row.tsx'
import { alertSettingsQuery, useSaveAlertSettings } from './settings.api.ts'

export function AlertSettingsPage() {
  return (
    <Loaded query={useQuery(alertSettingsQuery)} rows={4} label="Loading the settings of alerts">
      {(data) => <AlertSettingsForm settings={data} />}
    </Loaded>
  )
}

function AlertSettingsForm({ settings }: { settings: AlertSettings }) {
  const can = useCan()
  const save = useSaveAlertSettings()
  const locked = !can('settings:write')
  const form = useForm({
    initial: draftOf(settings),
    schema: AlertSettings,
    read: (values) => ({
      ...values,
      failure_percent: Number(values.failure_percent || Number.NaN),
    }),
    submit: async (value) => {
      await save.mutateAsync(value)
      toast.success('Saved', { description: 'The next look, within seconds, goes by it.' })
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid max-w-3xl gap-4">
      <p className="text-ink-2">
        What is wrong stands above every page and on the list of alerts. Here is when, and who else
        is told.
      </p>
      {locked && <Notice tone="info">Changing it needs a manager or an administrator.</Notice>}
      {form.formError && <Notice tone="bad">{form.formError}</Notice>}
      <Card title="When">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="Runs that fail, percent"
            hint="Of an agent's runs within 15 minutes, when there were ten or more."
            error={form.error('failure_percent')}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                disabled={locked}
                value={form.values.failure_percent}
                onChange={(event) => form.set('failure_percent', event.target.value.trim())}
              />
            )}
          </Field>
          <Field
            label="Models cost, US dollars"
            hint="Within an hour, of the whole organization."
            error={form.error('cost_usd')}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                disabled={locked}
                value={form.values.cost_usd}
                onChange={(event) => form.set('cost_usd', event.target.value.trim())}
              />
            )}
          </Field>
        </div>
      </Card>
      <Card title="Who is told">
        <div className="grid gap-4">
          <Field label="Mail to every administrator">
            {({ id }) => (
              <Switch
                id={id}
                disabled={locked}
                checked={form.values.email}
                onCheckedChange={(email) => form.set('email', email)}
              />
            )}
          </Field>
          <Field
            label="Webhook"
            optional
            hint="Gets each alert as JSON when it begins and when it is over. For the organization that this site belongs to."
            error={form.error('webhook_url')}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="url"
                placeholder="https://"
                disabled={locked}
                value={form.values.webhook_url ?? ''}
                onChange={(event) => form.set('webhook_url', event.target.value.trim() || null)}
              />
            )}
          </Field>
        </div>
      </Card>
      {!locked && (
        <SaveRow form={form} onUndo={() => form.fill(draftOf(settings))}>
          <Button variant="ghost" onClick={() => form.fill(draftOf(DEFAULT_ALERTS))}>
            Defaults
          </Button>
        </SaveRow>
      )}
    </form>
  )
}

const draftOf = (settings: AlertSettings) => ({
  ...settings,
  failure_percent: String(settings.failure_percent),
})
