import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../app/client.ts'
import { keys } from '../../live/query-keys.ts'

/** Servers come and go without an event of ours. Milliseconds. */
const REFRESH_MS = 10_000

export const mcpServersQuery = queryOptions({
  queryKey: keys.mcp,
  queryFn: ({ signal }) => client.mcp.servers({ signal }),
  refetchInterval: REFRESH_MS,
})

export function useRestartServer() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => client.mcp.restart(name),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.mcp }),
  })
}

export function useApproveServer() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ name, listedHash }: { name: string; listedHash: string }) =>
      client.mcp.approve(name, listedHash),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.mcp }),
  })
}
