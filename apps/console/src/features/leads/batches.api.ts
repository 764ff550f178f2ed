import type { QualificationBatchInput } from '@insa/contracts'
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { client } from '../../app/client.ts'
import { keys } from '../../live/query-keys.ts'

const PAGE_SIZE = 20

/** Newest first; events bring it up to date. */
export const batchListQuery = () =>
  infiniteQueryOptions({
    queryKey: keys.batchList({}),
    queryFn: ({ pageParam, signal }) =>
      client.batches.list({ limit: PAGE_SIZE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

export const batchHoursQuery = () =>
  queryOptions({
    queryKey: keys.batchHours,
    queryFn: ({ signal }) => client.batches.hours({ signal }),
  })

export const estimateQuery = (input: QualificationBatchInput) =>
  queryOptions({
    queryKey: ['batches', 'estimate', input],
    queryFn: ({ signal }) => client.batches.estimate(input, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  })

export function useStartBatch() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (input: QualificationBatchInput) => client.batches.start(input),
    meta: { showsItsErrors: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.batches }),
  })
}

export type BatchVerb = 'pause' | 'resume' | 'cancel'

export function useSteerBatch(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (verb: BatchVerb) => client.batches[verb](id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.batches }),
  })
}
