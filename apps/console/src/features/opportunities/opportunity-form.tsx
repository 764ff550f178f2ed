import { type Opportunity, OpportunityPatch } from '@insa/contracts'
import { toast } from 'sonner'
import { changesOf, orNull, SelectField, TextField, usePeople } from '../../records/form-fields.tsx'
import { isStale } from '../../records/record-frame.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useUpdateOpportunity } from './opportunities.api.ts'

interface EditProps {
  opportunity: Opportunity
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function EditOpportunity({ opportunity, open, onOpenChange }: EditProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Edit the opportunity">
      <EditForm opportunity={opportunity} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

const valuesOf = (o: Opportunity) => ({
  title: o.title,
  opportunity_amount: o.opportunity_amount ?? '',
  currency: o.currency,
  probability: o.probability_is_own ? String(o.probability) : '',
  expected_closing: o.expected_closing ?? '',
  opportunity_owner: o.opportunity_owner ?? '',
  source: o.source ?? '',
})
type Values = ReturnType<typeof valuesOf>

function patchOf(former: Values, values: Values) {
  const { title, currency, probability, ...texts } = changesOf(former, values)
  return {
    ...(title === undefined ? {} : { title }),
    ...(currency === undefined ? {} : { currency: currency.trim().toUpperCase() }),
    ...(probability === undefined
      ? {}
      : { probability: probability.trim() === '' ? null : Number(probability) }),
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, orNull(text)])),
  }
}

function EditForm({ opportunity, onDone }: { opportunity: Opportunity; onDone: () => void }) {
  const update = useUpdateOpportunity(opportunity.id)
  const former = valuesOf(opportunity)
  const people = usePeople(former.opportunity_owner)
  const form = useForm({
    initial: former,
    schema: OpportunityPatch,
    read: (values) => patchOf(former, values),
    submit: async (patch) => {
      await update.mutateAsync({ etag: opportunity.etag, patch }).catch((error: unknown) => {
        throw isStale(error) ? new Error(CHANGED) : error
      })
      toast.success('Saved')
      onDone()
    },
  })
  const fault = form.formError ?? form.error('')
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {fault && <Notice tone="bad">{fault}</Notice>}
      <TextField form={form} name="title" label="Title" />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField form={form} name="opportunity_amount" label="Amount" inputMode="decimal" />
        <TextField form={form} name="currency" label="Currency" />
        <TextField
          form={form}
          name="probability"
          label="Probability, %"
          inputMode="decimal"
          hint="Empty: the stage’s"
        />
        <TextField form={form} name="expected_closing" label="Expected to close" type="date" />
        <SelectField
          form={form}
          name="opportunity_owner"
          label="Owner"
          options={people}
          none="Nobody yet"
        />
        <TextField form={form} name="source" label="Source" />
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Save
        </Button>
      </div>
    </form>
  )
}

const CHANGED =
  'Somebody changed this opportunity in the meantime. Close this and look at what it is now.'
