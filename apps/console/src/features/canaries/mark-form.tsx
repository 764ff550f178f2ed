import { CanaryInput } from '@insa/contracts'
import { toast } from 'sonner'
import { useMarkCanary } from '../../records/canaries.api.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'

const EMPTY = { company: '', person: '', email: '', note: '' }

export function MarkForm({ onDone }: { onDone: () => void }) {
  const mark = useMarkCanary()
  const form = useForm({
    initial: EMPTY,
    schema: CanaryInput,
    read: ({ company, person, email, note }) => ({
      lead: {
        ...(company && { company_name: company }),
        ...(person && { lead_name: person }),
        ...(email && { email_id: email }),
      },
      note: note || null,
    }),
    submit: async (input) => {
      await mark.mutateAsync(input)
      toast.success('The canary sits')
      onDone()
    },
  })
  const field = (name: keyof typeof EMPTY, label: string, path: string, hint?: string) => (
    <Field label={label} error={form.error(path)} {...(hint ? { hint } : {})}>
      {(control) => (
        <Input
          {...control}
          autoComplete="off"
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value)}
        />
      )}
    </Field>
  )
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {form.formError && <Notice tone="bad">{form.formError}</Notice>}
      {field('company', 'Company', 'lead.company_name')}
      {field('person', 'Person', 'lead.lead_name')}
      {field('email', 'E-mail', 'lead.email_id', 'Used nowhere else: the canary is known by it.')}
      {field('note', 'Note', 'note', 'For administrators.')}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Make it
        </Button>
      </div>
    </form>
  )
}
