import type { QualificationSettings } from '@insa/contracts'
import { useId } from 'react'
import { Card } from '../../ui/card.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { formatPercent } from '../../ui/format.ts'
import { Slider } from '../../ui/slider.tsx'
import { Switch } from '../../ui/switch.tsx'
import type { Form } from '../../ui/use-form.ts'

/** What an unknown counts, how much must be known, and what happens by itself. */
export function BehaviourFields({ form }: { form: Form<QualificationSettings> }) {
  const { values, set, error } = form
  const id = useId()
  return (
    <Card title="Behaviour">
      <div className="grid gap-5">
        <SliderRow
          label="An unknown factor counts"
          hint="Not known is not low: the middle keeps such a lead in view, with questions to ask."
          shown={String(values.neutral_prior)}
          value={values.neutral_prior}
          onChange={(value) => set('neutral_prior', value)}
        />
        <SliderRow
          label="Immediate needs a coverage of"
          hint="The share of the weights that the lead says something about."
          shown={formatPercent(values.immediate_coverage)}
          value={Math.round(values.immediate_coverage * 100)}
          onChange={(value) => set('immediate_coverage', value / 100)}
        />
        <div className="flex items-center gap-3">
          <Switch
            id={id}
            checked={values.auto_qualify}
            onCheckedChange={(checked) => set('auto_qualify', checked)}
          />
          <label htmlFor={id}>
            A new lead qualifies itself
            <span className="block text-ink-3 text-xs">Also those of an import.</span>
          </label>
        </div>
        <Field
          label="Sales address"
          optional
          hint="Gets the alert about an immediate lead that nobody owns."
          error={error('sales_email')}
        >
          {(control) => (
            <Input
              {...control}
              type="email"
              value={values.sales_email ?? ''}
              onChange={(event) => set('sales_email', event.target.value.trim() || null)}
            />
          )}
        </Field>
      </div>
    </Card>
  )
}

interface SliderRowProps {
  label: string
  hint: string
  shown: string
  value: number
  onChange: (value: number) => void
}

function SliderRow({ label, hint, shown, value, onChange }: SliderRowProps) {
  return (
    <div>
      <div className="flex items-baseline justify-between">
        <span className="font-medium text-ink-2 text-sm">{label}</span>
        <span className="num font-medium">{shown}</span>
      </div>
      <Slider label={label} value={value} onChange={onChange} />
      <p className="text-ink-3 text-xs">{hint}</p>
    </div>
  )
}
