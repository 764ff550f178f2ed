import {
  type Execution,
  type ExecutionListQuery,
  FINAL_STATUSES,
  type QueryOf,
  type ReplayInput,
} from '@insa/contracts'
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
/** Milliseconds between looks at an unfinished execution, for the moments in which no event comes through. */
const LOOK_MS = 3000

export type ExecutionFilters = Omit<QueryOf<ExecutionListQuery>, 'cursor' | 'limit'>

export const isFinal = (execution: Execution): boolean => FINAL_STATUSES.includes(execution.status)

export const executionListQuery = (filters: ExecutionFilters) =>
  infiniteQueryOptions({
    queryKey: keys.executionList(filters),
    queryFn: ({ pageParam, signal }) =>
      client.executions.list({ ...filters, limit: PAGE_SIZE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
  })

export const executionQuery = (id: string) =>
  queryOptions({
    queryKey: keys.execution(id),
    queryFn: ({ signal }) => client.executions.get(id, { signal }),
    refetchInterval: ({ state }) => (state.data && !isFinal(state.data) ? LOOK_MS : false),
  })

export const agentsQuery = queryOptions({
  queryKey: keys.agents,
  queryFn: ({ signal }) => client.agents.list({ signal }),
})

export function useCancelExecution(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => client.executions.cancel(id),
    onSuccess: (execution) => {
      queryClient.setQueryData(keys.execution(id), execution)
      return queryClient.invalidateQueries({ queryKey: keys.executionLists })
    },
  })
}

export const replayOptionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.execution(id), 'replay'],
    queryFn: ({ signal }) => client.executions.replayOptions(id, { signal }),
  })

/** From the record, touching nothing. */
export function useReplayExecution(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (input: ReplayInput) => client.executions.replay(id, input),
    meta: { showsItsErrors: true },
    onSuccess: (execution) => {
      queryClient.setQueryData(keys.execution(execution.id), execution)
      return queryClient.invalidateQueries({ queryKey: keys.executionLists })
    },
  })
}

/** The same input, for real. */
export function useRerunExecution(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => client.executions.rerun(id),
    onSuccess: (execution) => {
      queryClient.setQueryData(keys.execution(execution.id), execution)
      return queryClient.invalidateQueries({ queryKey: keys.executionLists })
    },
  })
}
