import { queryOptions } from '@tanstack/react-query'
import { client } from '../../app/client.ts'
import { keys } from '../../live/query-keys.ts'
import { type CostsSearch, DEFAULT_SPAN, firstDay } from './costs.search.ts'

/** Milliseconds: calls are settled without an event of their own. */
const LOOK_MS = 15_000

const spanOf = ({ days = DEFAULT_SPAN }: CostsSearch) => ({ from: firstDay(days, Date.now()) })

export const costsByDayQuery = (search: CostsSearch) =>
  queryOptions({
    queryKey: [...keys.costs, 'day', search.days ?? DEFAULT_SPAN],
    queryFn: ({ signal }) => client.costs({ group_by: 'day', ...spanOf(search) }, { signal }),
    placeholderData: (previous) => previous,
    refetchInterval: LOOK_MS,
  })

export const costsByGroupQuery = (search: CostsSearch) =>
  queryOptions({
    queryKey: [...keys.costs, search.by ?? 'agent', search.days ?? DEFAULT_SPAN],
    queryFn: ({ signal }) =>
      client.costs({ group_by: search.by ?? 'agent', ...spanOf(search), limit: 100 }, { signal }),
    refetchInterval: LOOK_MS,
  })
