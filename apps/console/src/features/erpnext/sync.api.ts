import type { ErpnextSync, ErpnextSyncSettings } from '@insa/contracts'
import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { client } from '../../app/client.ts'
import { keys } from '../../live/query-keys.ts'

/** Lag grows without an event of ours. Milliseconds. */
const REFRESH_MS = 5_000
const PAGE_SIZE = 20

export const syncQuery = queryOptions({
  queryKey: keys.erpnextSync,
  queryFn: ({ signal }) => client.erpnext.sync({ signal }),
  refetchInterval: REFRESH_MS,
})

/** Those that wait for a person, or all. */
export const conflictsQuery = (view: 'open' | 'all') =>
  infiniteQueryOptions({
    queryKey: keys.erpnextConflicts({ view }),
    queryFn: ({ pageParam, signal }) =>
      client.erpnext.conflicts(
        {
          ...(view === 'open' ? { status: 'open' as const } : {}),
          limit: PAGE_SIZE,
          cursor: pageParam,
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

export type SyncDeed =
  | 'check'
  | 'retry'
  | 'backfill'
  | 'backfill_unjudged'
  | 'stop_backfill'
  | 'site_moved'
  | 'site_another'

const DEEDS: Record<SyncDeed, () => Promise<ErpnextSync>> = {
  check: () => client.erpnext.check(),
  retry: () => client.erpnext.retry(),
  backfill: () => client.erpnext.startBackfill({ qualify: 'open' }),
  backfill_unjudged: () => client.erpnext.startBackfill({ qualify: 'none' }),
  stop_backfill: () => client.erpnext.stopBackfill(),
  site_moved: () => client.erpnext.decideSite({ site: 'moved' }),
  site_another: () => client.erpnext.decideSite({ site: 'another' }),
}

export function useSyncDeed() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (deed: SyncDeed) => DEEDS[deed](),
    onSuccess: (sync) => queryClient.setQueryData(keys.erpnextSync, sync),
  })
}

export function useSaveSyncSettings() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (settings: ErpnextSyncSettings) => client.erpnext.updateSettings(settings),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.erpnext }),
  })
}

export function useResolveConflict() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id, take }: { id: string; take: 'ours' | 'theirs' }) =>
      client.erpnext.resolve(id, { take }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.erpnext }),
  })
}
