import type { Client } from '@insa/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { followEvents, type LiveState } from './follow-events.ts'

/** Follows the organization's events while mounted; answers whether the line is up. */
export function useLive(client: Client, organization: string): LiveState {
  const queryClient = useQueryClient()
  const [state, setState] = useState<LiveState>('waiting')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another organization has another stream
  useEffect(
    () => followEvents({ client, queryClient, onState: setState }),
    [client, queryClient, organization],
  )
  return state
}
