import { toast } from 'sonner'
import { z } from 'zod'
import { client } from '../../app/client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { MIN_PASSWORD_LENGTH, NewPassword } from './new-password.ts'

interface ChangePasswordDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function ChangePasswordDialog({ open, onOpenChange }: ChangePasswordDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Change your password"
      description="You stay signed in here. Everywhere else you are signed out."
    >
      <ChangePassword onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

const Passwords = z.object({
  currentPassword: z.string().min(1),
  newPassword: NewPassword,
})

function ChangePassword({ onDone }: { onDone: () => void }) {
  const form = useForm({
    initial: { currentPassword: '', newPassword: '' },
    schema: Passwords,
    submit: async ({ currentPassword, newPassword }) => {
      await client.auth.changePassword(currentPassword, newPassword)
      toast.success('Your password is changed')
      onDone()
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {form.formError && <Notice tone="bad">{form.formError}</Notice>}
      <Field label="Current password" error={form.error('currentPassword')}>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="current-password"
            value={form.values.currentPassword}
            onChange={(event) => form.set('currentPassword', event.target.value)}
          />
        )}
      </Field>
      <Field
        label="New password"
        hint={`At least ${MIN_PASSWORD_LENGTH} characters; a sentence is good.`}
        error={form.error('newPassword')}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            value={form.values.newPassword}
            onChange={(event) => form.set('newPassword', event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" className="justify-self-end" busy={form.busy}>
        Change it
      </Button>
    </form>
  )
}
