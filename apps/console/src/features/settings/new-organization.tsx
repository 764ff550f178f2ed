import { OrganizationInput } from '@insa/contracts'
import { useMutation } from '@tanstack/react-query'
import { Building2 } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { client } from '../../app/client.ts'
import { useSwitchOrganization } from '../../app/organization-switcher.tsx'
import { useCan } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'

/** Another organization, with leads, settings and members of its own. */
export function NewOrganization() {
  const [open, setOpen] = useState(false)
  const can = useCan()
  if (!can('organizations:manage')) return null
  return (
    <div className="flex flex-wrap items-center gap-3 text-ink-2">
      <Button onClick={() => setOpen(true)}>
        <Building2 aria-hidden />
        New organization
      </Button>
      <span className="text-sm">It sees nothing of this one, and this one nothing of it.</span>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="New organization"
        description="You become its administrator and work in it at once."
      >
        <OrganizationForm onDone={() => setOpen(false)} />
      </Dialog>
    </div>
  )
}

function OrganizationForm({ onDone }: { onDone: () => void }) {
  const switchTo = useSwitchOrganization()
  const create = useMutation({
    mutationFn: (name: string) => client.organizations.create({ name }),
    meta: { showsItsErrors: true },
  })
  const form = useForm({
    initial: { name: '' },
    schema: OrganizationInput,
    submit: async ({ name }) => {
      const organization = await create.mutateAsync(name)
      onDone()
      await switchTo(organization.id)
      toast.success(`You are now in ${organization.name}`)
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {form.formError && <Notice tone="bad">{form.formError}</Notice>}
      <Field label="Name" error={form.error('name')}>
        {(control) => (
          <Input
            {...control}
            value={form.values.name}
            onChange={(event) => form.set('name', event.target.value)}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Create
        </Button>
      </div>
    </form>
  )
}
