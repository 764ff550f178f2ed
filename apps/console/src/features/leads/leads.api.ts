import type {
  Lead,
  LeadInput,
  LeadListQuery,
  LeadPatch,
  LeadScore,
  QueryOf,
  ScoreOverrideInput,
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

export type LeadFilters = Omit<QueryOf<LeadListQuery>, 'cursor' | 'limit'>

export const leadListQuery = (filters: LeadFilters) =>
  infiniteQueryOptions({
    queryKey: keys.leadList(filters),
    queryFn: ({ pageParam, signal }) =>
      client.leads.list({ ...filters, limit: PAGE_SIZE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    // While another filter's rows are on their way, the present ones stay.
    placeholderData: (previous) => previous,
  })

export const leadQuery = (id: string) =>
  queryOptions({
    queryKey: keys.lead(id),
    queryFn: ({ signal }) => client.leads.get(id, { signal }),
  })

export const scoresQuery = (leadId: string) =>
  queryOptions({
    queryKey: keys.scores(leadId),
    queryFn: ({ signal }) => client.leads.scores(leadId, { limit: 50 }, { signal }),
  })

export const duplicatesQuery = (leadId: string) =>
  queryOptions({
    queryKey: keys.duplicates(leadId),
    queryFn: ({ signal }) => client.leads.duplicates(leadId, { signal }),
  })

/** Owners that a lead can be given to and filtered by: the members. */
export const ownersQuery = (organizationId: string) =>
  queryOptions({
    queryKey: [...keys.members, organizationId],
    queryFn: ({ signal }) => client.members.list(organizationId, { limit: 200 }, { signal }),
  })

export const executionQuery = (id: string) =>
  queryOptions({
    queryKey: keys.execution(id),
    queryFn: ({ signal }) => client.executions.get(id, { signal }),
  })

export function useCreateLead() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (input: LeadInput) => client.leads.create(input),
    meta: { showsItsErrors: true },
    onSuccess: (lead) => {
      queryClient.setQueryData(keys.lead(lead.id), lead)
      return queryClient.invalidateQueries({ queryKey: keys.leadLists })
    },
  })
}

export function useUpdateLead(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ etag, patch }: { etag: string; patch: LeadPatch }) =>
      client.leads.update(id, etag, patch),
    meta: { showsItsErrors: true },
    onSuccess: (updated) => {
      queryClient.setQueryData(keys.lead(id), updated)
      return queryClient.invalidateQueries({ queryKey: keys.leadLists })
    },
  })
}

export function useRemoveLead(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => client.leads.remove(id),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: keys.lead(id) })
      return queryClient.invalidateQueries({ queryKey: keys.leadLists })
    },
  })
}

export function useQualifyLead(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => client.leads.qualify(id),
    onSuccess: (execution) => queryClient.setQueryData(keys.execution(execution.id), execution),
  })
}

function useScoreChange<T>(leadId: string, change: (input: T) => Promise<LeadScore>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: change,
    meta: { showsItsErrors: true },
    onSuccess: (score) => {
      queryClient.setQueryData<Lead>(keys.lead(leadId), (lead) => lead && { ...lead, score })
      return Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.leadLists }),
        queryClient.invalidateQueries({ queryKey: keys.lead(leadId) }),
      ])
    },
  })
}

export function useOverrideScore(leadId: string) {
  return useScoreChange(leadId, (input: ScoreOverrideInput) => client.leads.override(leadId, input))
}

export function useWithdrawOverride(leadId: string) {
  return useScoreChange(leadId, () => client.leads.withdrawOverride(leadId))
}
