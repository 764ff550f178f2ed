import type { SettleInput } from '@insa/contracts'
import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { client } from '../../app/client.ts'
import { useCan } from '../../app/session.ts'
import { keys } from '../../live/query-keys.ts'
import type { ApprovalsView } from './approvals.search.ts'

/** Rows fetched at a time. */
const PAGE_SIZE = 50
/** The navigation counts up to here. */
const MOST_COUNTED = 99

const filterOf = (view: Exclude<ApprovalsView, 'unknown'>) =>
  view === 'all' ? {} : { status: view }

/** What is unknown is listed by its calls: not every one was approved. */
export const approvalListQuery = (view: Exclude<ApprovalsView, 'unknown'>) =>
  infiniteQueryOptions({
    queryKey: keys.approvalList({ view }),
    queryFn: ({ pageParam, signal }) =>
      client.approvals.list({ ...filterOf(view), limit: PAGE_SIZE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
  })

export const approvalQuery = (id: string) =>
  queryOptions({
    queryKey: keys.approval(id),
    queryFn: ({ signal }) => client.approvals.get(id, { signal }),
  })

const waitingQuery = queryOptions({
  queryKey: keys.approvalList({ waiting: true }),
  queryFn: ({ signal }) =>
    client.approvals.list({ status: 'pending', limit: MOST_COUNTED + 1 }, { signal }),
})

/** How many wait, in words for the navigation; empty where none does. */
export function useWaitingApprovals(): string {
  const can = useCan()
  const { data } = useQuery({ ...waitingQuery, enabled: can('approvals:read') })
  const count = data?.data.length ?? 0
  if (count === 0) return ''
  return count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count)
}

export const unknownCallsQuery = infiniteQueryOptions({
  queryKey: keys.unknownCalls,
  queryFn: ({ pageParam, signal }) =>
    client.toolCalls.list({ status: 'unknown', limit: PAGE_SIZE, cursor: pageParam }, { signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
})

export const toolCallQuery = (id: string) =>
  queryOptions({
    queryKey: keys.toolCall(id),
    queryFn: ({ signal }) => client.toolCalls.get(id, { signal }),
  })

export function useSettle(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (input: SettleInput) => client.toolCalls.settle(id, input),
    meta: { showsItsErrors: true },
    onSuccess: (call) => queryClient.setQueryData(keys.toolCall(id), call),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.approvals }),
  })
}

export interface Verdict {
  approve: boolean
  reason: string
  /** Instead of what the agent asked for. */
  arguments?: Record<string, unknown>
}

export function useDecide(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ approve, reason, arguments: changed }: Verdict) =>
      approve
        ? client.approvals.approve(id, {
            ...(reason ? { reason } : {}),
            ...(changed ? { arguments: changed } : {}),
          })
        : client.approvals.reject(id, reason),
    meta: { showsItsErrors: true },
    onSuccess: (approval) => queryClient.setQueryData(keys.approval(id), approval),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.approvals }),
  })
}
