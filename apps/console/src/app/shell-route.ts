import { ApiError } from '@insa/contracts'
import { createRoute, redirect } from '@tanstack/react-router'
import { BootScreen } from './boot-screen.tsx'
import { RootError } from './page-error.tsx'
import { rootRoute } from './root-route.ts'
import { meQuery } from './session.ts'
import { Shell } from './shell.tsx'

/** Everything below needs a session: without one the way leads to the sign-in, and back here after it. */
export const shell = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(meQuery)
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      const next = location.href === '/' ? undefined : location.href
      throw redirect({ to: '/sign-in', search: { next }, replace: true })
    }
  },
  component: Shell,
  pendingComponent: BootScreen,
  pendingMs: 0,
  pendingMinMs: 0,
  errorComponent: RootError,
})
