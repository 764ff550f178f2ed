import {
  DEFAULT_ERPNEXT_SYNC,
  ErpnextSyncSettings,
  SYNCED_FIELDS,
  SyncWinner,
} from '@insa/contracts'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useSaveSyncSettings } from './sync.api.ts'
import { FIELD_LABEL, WINNER_LABEL } from './sync-words.ts'

/** Who wins a field that both sides have changed. */
export function WinnersCard({ settings }: { settings: ErpnextSyncSettings }) {
  const can = useCan()
  const save = useSaveSyncSettings()
  const locked = !can('settings:write')
  const form = useForm({
    initial: settings,
    schema: ErpnextSyncSettings,
    submit: async (value) => {
      // Paused or not is the switch's, above.
      await save.mutateAsync({ ...value, paused: settings.paused })
      toast.success('Saved')
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Card title="Who wins where both sides changed the same">
        <div className="grid gap-4">
          <p className="text-ink-2 text-sm">
            A field that one side alone has changed goes to the other. Scores are always INSA CRM’s.
          </p>
          {form.formError && <Notice tone="bad">{form.formError}</Notice>}
          <div className="grid grid-cols-2 gap-3 md:grid-cols-4">
            {SYNCED_FIELDS.map((field) => (
              <Field key={field} label={FIELD_LABEL[field]}>
                {(control) => (
                  <Select
                    {...control}
                    disabled={locked}
                    value={form.values.winners[field]}
                    onChange={(event) =>
                      form.set('winners', {
                        ...form.values.winners,
                        [field]: SyncWinner.parse(event.target.value),
                      })
                    }
                  >
                    {SyncWinner.options.map((winner) => (
                      <option key={winner} value={winner}>
                        {WINNER_LABEL[winner]}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            ))}
          </div>
          <label className="flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              disabled={locked}
              checked={form.values.send_new_leads}
              onChange={(event) => form.set('send_new_leads', event.target.checked)}
            />
            Leads that are made here are made in ERPNext, too
          </label>
          {!locked && (
            <div className="flex flex-wrap justify-end gap-2">
              <Button
                variant="ghost"
                onClick={() => form.set('winners', DEFAULT_ERPNEXT_SYNC.winners)}
              >
                Defaults
              </Button>
              <Button type="submit" variant="primary" disabled={!form.changed} busy={form.busy}>
                Save
              </Button>
            </div>
          )}
        </div>
      </Card>
    </form>
  )
}
