import { ApiError, type Me, type Permission } from '@insa/contracts'
import { type QueryClient, queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { client } from './client.ts'
import { chooseOrganization, organizationId } from './organization.ts'

/** Milliseconds. A role changed by an administrator shows after this, or on the next load. */
const STALE_MS = 300_000

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => whoAmI(signal),
  staleTime: STALE_MS,
  // The router's guard decides what a missing session means.
  meta: { anonymous: true },
})

async function whoAmI(signal: AbortSignal): Promise<Me> {
  try {
    return await client.me({ signal })
  } catch (error) {
    const refused = error instanceof ApiError && (error.status === 403 || error.status === 404)
    if (!refused || organizationId() === undefined) throw error
    // The remembered organization is gone, or no longer ours: fall back to the person's first.
    chooseOrganization(undefined)
    return client.me({ signal })
  }
}

/** The signed-in person. Only below the router's guard, which has loaded it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

/** Whether the person may; what they may not is not offered, and the server refuses it anyway. */
export function useCan(): (permission: Permission) => boolean {
  const { permissions } = useMe()
  return (permission) => permissions.includes(permission)
}

export async function signOut(queryClient: QueryClient): Promise<void> {
  await client.auth.signOut()
  chooseOrganization(undefined)
  queryClient.clear()
}
