import { ApiError } from '@insa/contracts'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { buttonClass } from '../ui/button.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { useTitle } from '../ui/use-title.ts'

/** A page that failed while the shell stands. */
export function PageError({ error }: { error: unknown }) {
  const router = useRouter()
  const { reset } = useQueryErrorResetBoundary()
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return <ErrorState error={error} onRetry={retry} />
}

/** The server could not even say who we are. */
export function RootError({ error }: { error: unknown }) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <PageError error={error} />
    </main>
  )
}

export function NotFoundPage() {
  useTitle('Not found')
  return (
    <EmptyState
      icon={SearchX}
      title="There is nothing here"
      heading
      className="py-24"
      actions={
        <Link to="/leads" className={buttonClass()}>
          Go to the leads
        </Link>
      }
    >
      The address is mistyped, or what it named was deleted or belongs to another organization.
    </EmptyState>
  )
}

/** An address that leads nowhere, outside the shell. */
export function RootNotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <NotFoundPage />
    </main>
  )
}
