import type { Activity, ActivityInput, ActivityPatch } from '@insa/contracts'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../app/client.ts'
import { keys } from '../live/query-keys.ts'

/** What an activity is about. */
export type About =
  | { lead_id: string }
  | { customer_id: string }
  | { opportunity_id: string }
  | { project_id: string }

/** More than a page shows. */
const MOST = 100

export const activitiesQuery = (about: About) =>
  queryOptions({
    queryKey: keys.activityList(about),
    queryFn: ({ signal }) => client.activities.list({ ...about, limit: MOST }, { signal }),
  })

function useRefresh() {
  const queryClient = useQueryClient()
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: keys.activities }),
      queryClient.invalidateQueries({ queryKey: keys.customers }),
    ])
}

export function useAddActivity() {
  return useMutation({
    mutationFn: (input: ActivityInput) => client.activities.create(input),
    meta: { showsItsErrors: true },
    onSuccess: useRefresh(),
  })
}

export function useChangeActivity() {
  return useMutation({
    mutationFn: ({ id, etag, patch }: Pick<Activity, 'id' | 'etag'> & { patch: ActivityPatch }) =>
      client.activities.update(id, etag, patch),
    onSettled: useRefresh(),
  })
}

export function useRemoveActivity() {
  return useMutation({
    mutationFn: (id: string) => client.activities.remove(id),
    onSettled: useRefresh(),
  })
}
