import type { AlertSilence, AlertStatus } from '@insa/contracts'
import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { client } from '../../app/client.ts'
import { keys } from '../../live/query-keys.ts'

/** Rows fetched at a time. */
const PAGE_SIZE = 50

/** What is wrong now, for the banner. */
export const firingQuery = queryOptions({
  queryKey: [...keys.alerts, 'firing'],
  queryFn: ({ signal }) => client.alerts.list({ status: 'firing', limit: 50 }, { signal }),
})

export const alertListQuery = (status: AlertStatus | undefined) =>
  infiniteQueryOptions({
    queryKey: [...keys.alerts, 'list', status ?? 'any'],
    queryFn: ({ pageParam, signal }) =>
      client.alerts.list({ status, limit: PAGE_SIZE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
  })

/** Null: people are told again. */
export function useSilence() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id, silence }: { id: string; silence: AlertSilence | null }) =>
      silence ? client.alerts.silence(id, silence) : client.alerts.unsilence(id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.alerts }),
  })
}
