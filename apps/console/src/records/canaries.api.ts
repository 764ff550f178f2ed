import type { CanaryAlarmQuery, CanaryInput, QueryOf } from '@insa/contracts'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client } from '../app/client.ts'
import { useCan } from '../app/session.ts'
import { keys } from '../live/query-keys.ts'

/** For administrators: ask only where `canaries:manage` is held. */
export const canariesQuery = queryOptions({
  queryKey: keys.canaryList,
  queryFn: ({ signal }) => client.canaries.list({ signal }),
})

/** Undefined to whoever may not know. */
export function useIsCanary(recordId: string): boolean | undefined {
  const isAdministrator = useCan()('canaries:manage')
  const { data } = useQuery({ ...canariesQuery, enabled: isAdministrator })
  return data?.data.some((canary) => canary.record_id === recordId)
}

export const alarmsQuery = (query: QueryOf<CanaryAlarmQuery>) =>
  queryOptions({
    queryKey: keys.canaryAlarms(query),
    queryFn: ({ signal }) => client.canaries.alarms({ ...query, limit: 50 }, { signal }),
  })

function useChange<T>(change: (value: T) => Promise<unknown>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.canaries }),
  })
}

export const useMarkCanary = () => useChange((input: CanaryInput) => client.canaries.mark(input))
export const useUnmarkCanary = () => useChange((id: string) => client.canaries.unmark(id))
export const useAcknowledge = () => useChange((id: string) => client.canaries.acknowledge(id))
