import { DEFAULT_QUALIFICATION_SETTINGS, QualificationSettings } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { BehaviourFields } from './behaviour-fields.tsx'
import { PreviewPanel } from './preview-panel.tsx'
import { SaveRow } from './save-row.tsx'
import { qualificationQuery, useSaveQualification } from './settings.api.ts'
import { ThresholdFields } from './threshold-fields.tsx'
import { useSettled } from './use-settled.ts'
import { WeightFields } from './weight-fields.tsx'

export function QualificationPage() {
  return (
    <Loaded query={useQuery(qualificationQuery)} rows={8} label="Loading the settings">
      {(data) => <QualificationForm settings={data} />}
    </Loaded>
  )
}

function QualificationForm({ settings }: { settings: QualificationSettings }) {
  const can = useCan()
  const save = useSaveQualification()
  const locked = !can('settings:write')
  const form = useForm({
    initial: settings,
    schema: QualificationSettings,
    submit: async (value) => {
      await save.mutateAsync(value)
      toast.success('Saved', {
        description: 'Today’s leads are moving to where the preview shows.',
      })
    },
  })
  const draft = useSettled(form.values)
  const fault = form.formError ?? form.error('weights') ?? form.error('thresholds')
  return (
    <form
      onSubmit={form.onSubmit}
      noValidate
      className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]"
    >
      <div className="grid gap-4">
        {locked && (
          <Notice tone="info">
            You may try things out here; saving needs a manager or an administrator.
          </Notice>
        )}
        {fault && <Notice tone="bad">{fault}</Notice>}
        <WeightFields
          weights={form.values.weights}
          onChange={(weights) => form.set('weights', weights)}
        />
        <ThresholdFields
          thresholds={form.values.thresholds}
          onChange={(thresholds) => form.set('thresholds', thresholds)}
        />
        <BehaviourFields form={form} />
        {!locked && (
          <SaveRow form={form} onUndo={() => form.fill(settings)}>
            <Button
              variant="ghost"
              onClick={() =>
                form.fill({
                  ...DEFAULT_QUALIFICATION_SETTINGS,
                  sales_email: form.values.sales_email,
                })
              }
            >
              Defaults
            </Button>
          </SaveRow>
        )}
      </div>
      <PreviewPanel draft={draft} changed={form.changed} />
    </form>
  )
}
