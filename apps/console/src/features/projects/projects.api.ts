import type { ProjectInput, ProjectPatch } from '@insa/contracts'
import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { client } from '../../app/client.ts'
import { keys } from '../../live/query-keys.ts'
import type { ProjectsSearch } from './projects.search.ts'

/** Rows fetched at a time. */
const PAGE_SIZE = 50

export const projectListQuery = (filters: ProjectsSearch) =>
  infiniteQueryOptions({
    queryKey: keys.projectList(filters),
    queryFn: ({ pageParam, signal }) =>
      client.projects.list({ ...filters, limit: PAGE_SIZE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
  })

export const projectQuery = (id: string) =>
  queryOptions({
    queryKey: keys.project(id),
    queryFn: ({ signal }) => client.projects.get(id, { signal }),
  })

/** Whom a project can be for: the first ones by name are enough to choose from. */
export const customerChoiceQuery = queryOptions({
  queryKey: keys.customerList({ choice: true }),
  queryFn: ({ signal }) => client.customers.list({ limit: 200 }, { signal }),
})

function useProjectChange<Input, Result>(change: (input: Input) => Promise<Result>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: change,
    meta: { showsItsErrors: true },
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.projects }),
        queryClient.invalidateQueries({ queryKey: keys.customers }),
      ]),
  })
}

export const useCreateProject = () =>
  useProjectChange((input: ProjectInput) => client.projects.create(input))

export const useUpdateProject = (id: string) =>
  useProjectChange(({ etag, patch }: { etag: string; patch: ProjectPatch }) =>
    client.projects.update(id, etag, patch),
  )
