import { ApiError } from '@insa/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { z } from 'zod'
import { client } from '../../app/client.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { Door } from './door.tsx'

const Credentials = z.object({
  email: z.email('Enter the e-mail address of your account.'),
  password: z.string().min(1, 'Enter your password.'),
})

const WHY = {
  ended: 'Your session has ended. Sign in to go on where you were.',
  reset: 'Your new password is set. Sign in with it.',
  welcome: 'Your account is ready. Sign in with it.',
} as const

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const { next, why } = route.useSearch()
  const router = useRouter()
  const queryClient = useQueryClient()
  const form = useForm({
    initial: { email: '', password: '' },
    schema: Credentials,
    submit: async ({ email, password }) => {
      await signIn(email, password)
      queryClient.clear()
      router.history.push(next ?? '/leads')
    },
  })
  return (
    <Door
      title="Sign in"
      below={
        <Link to="/forgot-password" className="text-accent underline underline-offset-3">
          Forgotten your password?
        </Link>
      }
    >
      {why && <Notice tone={why === 'ended' ? 'info' : 'good'}>{WHY[why]}</Notice>}
      <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
        {form.formError && <Notice tone="bad">{form.formError}</Notice>}
        <Field label="E-mail" error={form.error('email')}>
          {(control) => (
            <Input
              {...control}
              type="email"
              name="email"
              autoComplete="username"
              autoFocus
              value={form.values.email}
              onChange={(event) => form.set('email', event.target.value)}
            />
          )}
        </Field>
        <Field label="Password" error={form.error('password')}>
          {(control) => (
            <Input
              {...control}
              type="password"
              name="password"
              autoComplete="current-password"
              value={form.values.password}
              onChange={(event) => form.set('password', event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" busy={form.busy}>
          Sign in
        </Button>
      </form>
    </Door>
  )
}

/** Says in words what went wrong: the sign-in library answers in codes. */
async function signIn(email: string, password: string): Promise<void> {
  try {
    await client.auth.signIn(email, password)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.status === 401 || error.status === 403) {
      throw new Error('This e-mail address and password do not belong together.')
    }
    if (error.status === 429) {
      throw new Error('Too many attempts. Wait a little and try again.')
    }
    throw error
  }
}
