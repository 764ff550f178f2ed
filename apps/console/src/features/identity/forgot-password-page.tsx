import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { z } from 'zod'
import { client } from '../../app/client.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { Door } from './door.tsx'

const Address = z.object({ email: z.email('Enter the e-mail address of your account.') })

export function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string>()
  const form = useForm({
    initial: { email: '' },
    schema: Address,
    submit: async ({ email }) => {
      await client.auth.requestPasswordReset(email)
      setSentTo(email)
    },
  })
  const back = (
    <Link to="/sign-in" className="text-accent underline underline-offset-3">
      Back to the sign-in
    </Link>
  )
  if (sentTo) {
    return (
      <Door title="Look into your mail" below={back}>
        <Notice tone="good">
          If <strong>{sentTo}</strong> has an account here, a mail with a link is on its way.
          Without a mail server it is kept in the console, where an administrator finds it under
          Mail. Are you the administrator? Whoever runs the server sets a new password with{' '}
          <code className="font-mono text-sm">npx insa reset-password {sentTo}</code>.
        </Notice>
      </Door>
    )
  }
  return (
    <Door
      title="Forgotten password"
      lead="We send you a link with which you set a new one."
      below={back}
    >
      <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
        {form.formError && <Notice tone="bad">{form.formError}</Notice>}
        <Field label="E-mail" error={form.error('email')}>
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="username"
              value={form.values.email}
              onChange={(event) => form.set('email', event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" busy={form.busy}>
          Send the link
        </Button>
      </form>
    </Door>
  )
}
