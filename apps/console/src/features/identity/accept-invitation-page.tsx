import { ApiError, type InvitationPreview } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { z } from 'zod'
import { client } from '../../app/client.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { ROLE_LABEL } from '../../ui/labels.ts'
import { Notice } from '../../ui/notice.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { useForm } from '../../ui/use-form.ts'
import { Door } from './door.tsx'
import { MIN_PASSWORD_LENGTH, NewPassword } from './new-password.ts'

const route = getRouteApi('/accept-invitation')

export function AcceptInvitationPage() {
  const { token = '' } = route.useSearch()
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => client.invitations.get(token, { signal }),
    enabled: token !== '',
    meta: { anonymous: true },
  })
  if (invitation.data) return <Accept token={token} invitation={invitation.data} />
  const spent =
    token === '' || (invitation.error instanceof ApiError && isGone(invitation.error.status))
  if (spent) return <SpentInvitation />
  return (
    <Door title="Invitation">
      {invitation.isError ? (
        <ErrorState error={invitation.error} onRetry={() => void invitation.refetch()} />
      ) : (
        <div role="status" className="grid gap-3">
          <span className="sr-only">Loading the invitation</span>
          <Skeleton className="h-9" />
          <Skeleton className="h-9" />
        </div>
      )}
    </Door>
  )
}

const isGone = (status: number) => [400, 401, 404, 410, 422].includes(status)

function SpentInvitation() {
  return (
    <Door
      title="This invitation is no longer good"
      lead="It was used already, withdrawn, or is too old. Ask whoever sent it for a new one."
    >
      <Link to="/sign-in" className={buttonClass()}>
        To the sign-in
      </Link>
    </Door>
  )
}

const Person = z.object({
  name: z.string().trim().min(1, 'Enter your name.').max(120),
  password: NewPassword,
})

function Accept({ token, invitation }: { token: string; invitation: InvitationPreview }) {
  const navigate = useNavigate()
  const form = useForm({
    initial: { name: '', password: '' },
    schema: Person,
    submit: async (person) => {
      await client.invitations.accept(token, person)
      await navigate({ to: '/sign-in', search: { why: 'welcome' } })
    },
  })
  return (
    <Door
      title={`Join ${invitation.organization_name}`}
      lead={
        <>
          You are invited as <strong>{ROLE_LABEL[invitation.role]}</strong>, with {invitation.email}
          .
        </>
      }
    >
      <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
        {form.formError && <Notice tone="bad">{form.formError}</Notice>}
        <Field label="Your name" error={form.error('name')}>
          {(control) => (
            <Input
              {...control}
              autoComplete="name"
              value={form.values.name}
              onChange={(event) => form.set('name', event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Password"
          hint={`At least ${MIN_PASSWORD_LENGTH} characters. Have you an account here? Then enter its password.`}
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
          Join
        </Button>
      </form>
    </Door>
  )
}
