import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext } from '@tanstack/react-router'
import { RootError, RootNotFound } from './page-error.tsx'

/** Above all pages, with a session or without. */
export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  errorComponent: RootError,
  notFoundComponent: RootNotFound,
})
