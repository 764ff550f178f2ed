import type {
  Opportunity,
  OpportunityLost,
  OpportunityPatch,
  OpportunityWon,
  Page,
} from '@insa/contracts'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { client } from '../../app/client.ts'
import { keys } from '../../live/query-keys.ts'
import { isStale } from '../../records/record-frame.tsx'
import { filtersOf, type PipelineSearch } from './pipeline.search.ts'

/** As many cards as a board can be looked over with; the sums are of all. */
export const MOST_CARDS = 200

const boardKey = (search: PipelineSearch) =>
  keys.opportunityList({ board: true, ...filtersOf(search) })

/** The open opportunities, those that were changed last first. */
export const boardQuery = (search: PipelineSearch) =>
  queryOptions({
    queryKey: boardKey(search),
    queryFn: ({ signal }) =>
      client.opportunities.list(
        { ...filtersOf(search), open: 'yes', sort: '-updated_at', limit: MOST_CARDS },
        { signal },
      ),
    placeholderData: (previous) => previous,
  })

export const pipelineQuery = (search: PipelineSearch) =>
  queryOptions({
    queryKey: keys.pipeline(filtersOf(search)),
    queryFn: ({ signal }) => client.opportunities.pipeline(filtersOf(search), { signal }),
    placeholderData: (previous) => previous,
  })

export const opportunityQuery = (id: string) =>
  queryOptions({
    queryKey: keys.opportunity(id),
    queryFn: ({ signal }) => client.opportunities.get(id, { signal }),
  })

export const stagesQuery = (id: string) =>
  queryOptions({
    queryKey: keys.stages(id),
    queryFn: ({ signal }) => client.opportunities.stages(id, { signal }),
  })

export const salesProcessQuery = queryOptions({
  queryKey: keys.salesProcess,
  queryFn: ({ signal }) => client.settings.salesProcess({ signal }),
})

type Board = Page<Opportunity>

/**
 * The card is in its new column at once. Where the server says no it goes back, and the person is told; where somebody else
 * changed it meanwhile, the board shows theirs.
 */
export function useMoveOpportunity(search: PipelineSearch) {
  const queryClient = useQueryClient()
  const queryKey = boardKey(search)
  return useMutation({
    mutationFn: ({ card, sales_stage }: { card: Opportunity; sales_stage: string }) =>
      client.opportunities.update(card.id, card.etag, { sales_stage }),
    meta: { showsItsErrors: true },
    onMutate: async ({ card, sales_stage }) => {
      await queryClient.cancelQueries({ queryKey })
      const before = queryClient.getQueryData<Board>(queryKey)
      const moved = { ...card, sales_stage }
      queryClient.setQueryData<Board>(
        queryKey,
        (board) =>
          board && { ...board, data: [moved, ...board.data.filter(({ id }) => id !== card.id)] },
      )
      return { before }
    },
    onSuccess: (updated) => {
      queryClient.setQueryData(keys.opportunity(updated.id), updated)
      queryClient.setQueryData<Board>(
        queryKey,
        (board) =>
          board && { ...board, data: board.data.map((o) => (o.id === updated.id ? updated : o)) },
      )
    },
    onError: (error, { card }, context) => {
      queryClient.setQueryData(queryKey, context?.before)
      toast.error(
        isStale(error)
          ? `Somebody changed “${card.title}” in the meantime. It is shown as it is now: move it again if you still want to.`
          : error.message,
      )
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.opportunities }),
  })
}

function useChange<Input>(change: (input: Input) => Promise<Opportunity>, showsItsErrors = true) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: change,
    meta: { showsItsErrors },
    onSuccess: (updated) => queryClient.setQueryData(keys.opportunity(updated.id), updated),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.opportunities }),
        queryClient.invalidateQueries({ queryKey: keys.customers }),
        queryClient.invalidateQueries({ queryKey: keys.leads }),
      ]),
  })
}

type Decided = Pick<Opportunity, 'id' | 'etag'>

export const useWin = ({ id, etag }: Decided) =>
  useChange((input: OpportunityWon) => client.opportunities.won(id, input, etag))

export const useLose = ({ id, etag }: Decided) =>
  useChange((input: OpportunityLost) => client.opportunities.lost(id, input, etag))

export const useReopen = ({ id, etag }: Decided) =>
  useChange(() => client.opportunities.reopen(id, etag), false)

export const useUpdateOpportunity = (id: string) =>
  useChange(({ etag, patch }: { etag: string; patch: OpportunityPatch }) =>
    client.opportunities.update(id, etag, patch),
  )

export const useMoveStage = ({ id, etag }: Decided) =>
  useChange((sales_stage: string) => client.opportunities.update(id, etag, { sales_stage }), false)

export function useRemoveOpportunity(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => client.opportunities.remove(id),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: keys.opportunity(id) })
      return queryClient.invalidateQueries({ queryKey: keys.opportunities })
    },
  })
}
