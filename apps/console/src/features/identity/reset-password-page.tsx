import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { z } from 'zod'
import { client } from '../../app/client.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { Door } from './door.tsx'
import { MIN_PASSWORD_LENGTH, NewPassword } from './new-password.ts'

const route = getRouteApi('/reset-password')

export function ResetPasswordPage() {
  const { token, error } = route.useSearch()
  if (!token || error) return <SpentLink />
  return <ResetPassword token={token} />
}

function SpentLink() {
  return (
    <Door title="This link is no longer good" lead="It was used already, or it is too old.">
      <Link to="/forgot-password" className={buttonClass({ variant: 'primary' })}>
        Ask for a new link
      </Link>
    </Door>
  )
}

function ResetPassword({ token }: { token: string }) {
  const navigate = useNavigate()
  const form = useForm({
    initial: { password: '' },
    schema: z.object({ password: NewPassword }),
    submit: async ({ password }) => {
      await client.auth.resetPassword(token, password)
      await navigate({ to: '/sign-in', search: { why: 'reset' } })
    },
  })
  return (
    <Door title="Set a new password">
      <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
        {form.formError && (
          <Notice tone="bad">
            {form.formError} <Link to="/forgot-password">Ask for a new link.</Link>
          </Notice>
        )}
        <Field
          label="New password"
          hint={`At least ${MIN_PASSWORD_LENGTH} characters; a sentence is good.`}
          error={form.error('password')}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={form.values.password}
              onChange={(event) => form.set('password', event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" busy={form.busy}>
          Set the password
        </Button>
      </form>
    </Door>
  )
}
