import { queryOptions } from '@tanstack/react-query'
import { keys } from '../live/query-keys.ts'
import { client } from './client.ts'

/** Milliseconds between two looks at the parts' health. */
const REFRESH_MS = 60_000

export const systemQuery = queryOptions({
  queryKey: keys.system,
  queryFn: ({ signal }) => client.system({ signal }),
  staleTime: REFRESH_MS,
  refetchInterval: REFRESH_MS,
})
