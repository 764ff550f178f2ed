import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { NotFoundPage, PageError } from './page-error.tsx'
import { PageSkeleton } from './page-skeleton.tsx'
import { reportError } from './report-errors.ts'
import { routeTree } from './routes.ts'
import { parseSearch, stringifySearch } from './search-params.ts'

/** A page that comes quicker than this shows no skeleton in between. Milliseconds. */
const PENDING_MS = 150

export function createConsoleRouter(queryClient: QueryClient) {
  const router = createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    // The answers are kept by the query client, which knows when they are out of date.
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: PageSkeleton,
    defaultPendingMs: PENDING_MS,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
    defaultOnCatch: (error) => reportError(error, pageOf(router)),
  })
  return router
}

/** Which page is open, by its route: ids in addresses are nobody's business. */
export const pageOf = ({ state }: { state: { matches: { fullPath: string }[] } }): string =>
  state.matches.at(-1)?.fullPath || '/'

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>
  }
}
