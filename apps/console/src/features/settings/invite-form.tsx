import { MemberInput, Role } from '@insa/contracts'
import { toast } from 'sonner'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { ROLE_HINT, ROLE_LABEL } from '../../ui/labels.ts'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useInvite } from './settings.api.ts'

interface InviteFormProps {
  organizationId: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function InviteForm({ organizationId, open, onOpenChange }: InviteFormProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Invite somebody"
      description="They get a mail with a link. Without a mail server you find the mail under Mail and pass the link on."
    >
      <Invite organizationId={organizationId} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function Invite({ organizationId, onDone }: { organizationId: string; onDone: () => void }) {
  const invite = useInvite(organizationId)
  const form = useForm({
    initial: { email: '', role: 'sales' as Role },
    schema: MemberInput,
    submit: async (input) => {
      const member = await invite.mutateAsync(input)
      toast.success(
        member.status === 'invited' ? `${input.email} is invited` : `${input.email} is a member`,
      )
      onDone()
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {form.formError && <Notice tone="bad">{form.formError}</Notice>}
      <Field label="E-mail" error={form.error('email')}>
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="off"
            value={form.values.email}
            onChange={(event) => form.set('email', event.target.value)}
          />
        )}
      </Field>
      <Field label="Role" hint={ROLE_HINT[form.values.role]} error={form.error('role')}>
        {(control) => (
          <Select
            {...control}
            value={form.values.role}
            onChange={(event) => form.set('role', Role.parse(event.target.value))}
          >
            {Role.options.map((role) => (
              <option key={role} value={role}>
                {ROLE_LABEL[role]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Invite
        </Button>
      </div>
    </form>
  )
}
