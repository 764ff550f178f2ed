/** Calls about executions: read, stop, repeat, follow. */
import type { z } from 'zod'
import { type EventOptions, type ServerEvent, streamEvents } from './client-events.ts'
import type { CallOptions, QueryOf, Transport } from './client-transport.ts'
import { pageOf } from './common.ts'
import {
  Execution,
  type ExecutionListQuery,
  type ExecutionRecord,
  FINAL_STATUSES,
  ListedExecution,
  type ReplayInput,
  ReplayOptions,
} from './executions.ts'

const ExecutionPage = pageOf(ListedExecution)

export interface FollowOptions extends EventOptions {
  /** Sees each event as it comes: steps, progress, status. */
  onEvent?: ((event: ServerEvent) => void) | undefined
}

export function executionsClient(transport: Transport) {
  const { send } = transport
  const at = (id: string, rest = '') => `/api/v1/executions/${encodeURIComponent(id)}${rest}`
  const get = (id: string, call?: CallOptions) =>
    send({ method: 'GET', path: at(id) }, Execution, call)
  /** Ends by itself after the execution's final status. */
  const events = (id: string, options: EventOptions = {}) => {
    const isOver = async () =>
      FINAL_STATUSES.includes((await get(id, { signal: options.signal })).status)
    return streamEvents({ transport, path: at(id, '/events'), isOver }, options)
  }
  return {
    /** Lists leave out the steps. */
    list: (query: QueryOf<ExecutionListQuery> = {}, call?: CallOptions) =>
      send({ method: 'GET', path: '/api/v1/executions', query }, ExecutionPage, call),
    get,
    /** Keeps a run that an agent outside has ended. */
    record: (input: z.input<typeof ExecutionRecord>, call?: CallOptions) =>
      send(
        { method: 'POST', path: '/api/v1/executions', json: input, creates: true },
        Execution,
        call,
      ),
    cancel: (id: string, call?: CallOptions) =>
      send({ method: 'POST', path: at(id, '/cancel') }, Execution, call),
    /** Runs the same input again for real, as a new execution. */
    rerun: (id: string, call?: CallOptions) =>
      send({ method: 'POST', path: at(id, '/replay'), creates: true }, Execution, call),
    /** Runs it again from its journal, on another engine, model or prompt, touching nothing. */
    replay: (id: string, input: ReplayInput, call?: CallOptions) =>
      send(
        { method: 'POST', path: at(id, '/replay'), json: input, creates: true },
        Execution,
        call,
      ),
    replayOptions: (id: string, call?: CallOptions) =>
      send({ method: 'GET', path: at(id, '/replay') }, ReplayOptions, call),
    events,
    /** Follows to the end and answers the finished execution; an aborted signal answers it as it then stands. */
    async follow(id: string, { onEvent, ...options }: FollowOptions = {}): Promise<Execution> {
      for await (const event of events(id, options)) onEvent?.(event)
      return get(id)
    },
  }
}
