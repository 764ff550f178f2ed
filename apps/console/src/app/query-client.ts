import { ApiError } from '@insa/contracts'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'

/** Live events refresh what changes; this is for what they do not tell. Milliseconds. */
const STALE_MS = 30_000
const MAX_RETRIES = 2

export interface QueryClientOptions {
  /** The session has ended: called once for every call that was answered 401. */
  onSignedOut: () => void
}

const isSignedOut = (error: unknown) => error instanceof ApiError && error.status === 401
/** A refusal does not get better by asking again. */
const isPassing = (error: unknown) =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500)

/** Reads are repeated when the fault may pass; a failed write always says so in a toast, unless its form shows it. */
export function createQueryClient({ onSignedOut }: QueryClientOptions): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isSignedOut(error) && query.meta?.anonymous !== true) onSignedOut()
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, _input, _context, mutation) => {
        if (isSignedOut(error) && mutation.meta?.anonymous !== true) return onSignedOut()
        if (mutation.meta?.showsItsErrors !== true) toast.error(error.message)
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        retry: (failures, error) => failures < MAX_RETRIES && isPassing(error),
      },
    },
  })
}

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { anonymous?: boolean }
    mutationMeta: { anonymous?: boolean; showsItsErrors?: boolean }
  }
}
