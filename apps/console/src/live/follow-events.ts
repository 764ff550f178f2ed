import type { Client, EventPayload, Execution } from '@insa/contracts'
import { hashKey, type QueryClient, type QueryKey } from '@tanstack/react-query'
import { effectOf } from './apply-event.ts'
import { keys } from './query-keys.ts'

/** Answers are fetched again at most this often, however many events come (an import qualifies thousands). Milliseconds. */
const GATHER_MS = 400
/** A hidden tab lets go of its connection after this: a browser allows six per server over HTTP/1.1. Milliseconds. */
const HIDDEN_MS = 60_000

export type LiveState = 'live' | 'waiting' | 'off'

interface FollowOptions {
  client: Client
  queryClient: QueryClient
  onState: (state: LiveState) => void
}

/** Gathers what became stale and invalidates it in one go; the next go waits for the answers of this one. */
function createGatherer(queryClient: QueryClient) {
  const stale = new Map<string, QueryKey>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = async () => {
    const queryKeys = [...stale.values()]
    stale.clear()
    await Promise.allSettled(
      queryKeys.map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    )
    timer = stale.size > 0 ? setTimeout(flush, GATHER_MS) : undefined
  }
  return {
    add(queryKeys: readonly QueryKey[]) {
      for (const key of queryKeys) stale.set(hashKey(key), key)
      if (stale.size > 0) timer ??= setTimeout(flush, GATHER_MS)
    },
    stop: () => clearTimeout(timer),
  }
}

function receive(queryClient: QueryClient, event: EventPayload): readonly QueryKey[] {
  const { patch, stale, activity } = effectOf(event)
  if (activity) queryClient.setQueryData(keys.activity(activity.executionId), activity.message)
  if (patch) {
    queryClient.setQueryData<Execution>(keys.execution(patch.executionId), (kept) =>
      kept ? patch.change(kept) : undefined,
    )
  }
  return stale
}

/** Keeps the answers current from the organization's event stream until stopped; also after the laptop slept. */
export function followEvents({ client, queryClient, onState }: FollowOptions): () => void {
  const gatherer = createGatherer(queryClient)
  let connection: AbortController | undefined
  let hiding: ReturnType<typeof setTimeout> | undefined
  let lastEventId: string | undefined

  const connect = async () => {
    if (connection) return
    const mine = new AbortController()
    connection = mine
    try {
      const options = { signal: mine.signal, lastEventId, onState }
      for await (const { id, payload } of client.events(options)) {
        lastEventId = id
        gatherer.add(receive(queryClient, payload))
      }
    } catch {
      // Refused (the session has ended): the next read is answered 401 and leads to the sign-in.
      onState('off')
    } finally {
      if (connection === mine) connection = undefined
    }
  }
  const disconnect = () => {
    connection?.abort()
    connection = undefined
    onState('off')
  }
  const onVisibility = () => {
    clearTimeout(hiding)
    if (document.hidden) hiding = setTimeout(disconnect, HIDDEN_MS)
    else void connect()
  }
  document.addEventListener('visibilitychange', onVisibility)
  void connect()
  return () => {
    document.removeEventListener('visibilitychange', onVisibility)
    clearTimeout(hiding)
    gatherer.stop()
    disconnect()
  }
}
