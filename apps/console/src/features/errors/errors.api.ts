import type { ErrorStatus } from '@insa/contracts'
import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { client } from '../../app/client.ts'
import { keys } from '../../live/query-keys.ts'
import type { ErrorsSearch } from './errors.search.ts'

/** Rows fetched at a time. */
const PAGE_SIZE = 50
/** No event tells of them: they are looked at again. Milliseconds. */
const AGAIN_MS = 15_000

export const errorListQuery = ({ status = 'open', sort }: ErrorsSearch) =>
  infiniteQueryOptions({
    queryKey: keys.errorList({ status, sort }),
    queryFn: ({ pageParam, signal }) =>
      client.errors.list(
        {
          status: status === 'all' ? undefined : status,
          sort,
          limit: PAGE_SIZE,
          cursor: pageParam,
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
    refetchInterval: AGAIN_MS,
  })

export const errorQuery = (id: string) =>
  queryOptions({
    queryKey: keys.error(id),
    queryFn: ({ signal }) => client.errors.get(id, { signal }),
    refetchInterval: AGAIN_MS,
  })

export function useDecideError(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (status: ErrorStatus) => client.errors.decide(id, status),
    onSuccess: (detail) => {
      queryClient.setQueryData(keys.error(id), detail)
      return queryClient.invalidateQueries({ queryKey: keys.errors })
    },
  })
}
