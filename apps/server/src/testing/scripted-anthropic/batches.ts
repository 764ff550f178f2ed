/**
 * Message Batches, with the quirks of the real ones that matter: every request of a batch is answered by the script at once, and the
 * batch has ended at the second look; results come in an order of their own; the list begins with the newest; nothing but the
 * results tells what a batch holds, and nothing keeps the same batch from being made twice.
 */
import { randomUUID } from 'node:crypto'
import type { Message } from './build-message.ts'
import type { MessagesRequest } from './script.ts'

interface Batch {
  id: string
  createdAt: Date
  ended: boolean
  results: { custom_id: string; result: BatchResult }[]
}

export type BatchResult =
  | { type: 'succeeded'; message: Message }
  | { type: 'errored'; error: unknown }
  | { type: 'canceled' }
  | { type: 'expired' }

const DAY_MS = 86_400_000

export interface Batches {
  /** @returns status and body, or null for a path that is none of ours. */
  handle(
    method: string,
    path: string,
    body: unknown,
  ): Promise<{ status: number; body: unknown; lines?: boolean; drop?: boolean } | null>
  /** What becomes of the next batches that are made, one after the other. */
  readonly faults: BatchFault[]
}

/** `lost`: it never arrives. `unanswered`: it is made, and the line is cut before the answer. A number: refused with this status. */
export type BatchFault = 'lost' | 'unanswered' | number

export function createBatches(
  answer: (params: MessagesRequest) => Promise<BatchResult>,
  baseUrl: () => string,
): Batches {
  const batches = new Map<string, Batch>()
  const present = (batch: Batch) => {
    const of = (type: string) => batch.results.filter((r) => r.result.type === type).length
    const waiting = batch.ended ? 0 : batch.results.length
    return {
      id: batch.id,
      type: 'message_batch',
      processing_status: batch.ended ? 'ended' : 'in_progress',
      request_counts: batch.ended
        ? {
            processing: 0,
            succeeded: of('succeeded'),
            errored: of('errored'),
            canceled: of('canceled'),
            expired: of('expired'),
          }
        : { processing: waiting, succeeded: 0, errored: 0, canceled: 0, expired: 0 },
      created_at: batch.createdAt.toISOString(),
      expires_at: new Date(batch.createdAt.getTime() + DAY_MS).toISOString(),
      ended_at: batch.ended ? new Date().toISOString() : null,
      cancel_initiated_at: null,
      archived_at: null,
      results_url: batch.ended ? `${baseUrl()}/v1/messages/batches/${batch.id}/results` : null,
    }
  }
  const faults: BatchFault[] = []
  const create = async (body: unknown) => {
    const fault = faults.shift()
    if (fault === 'lost') return { status: 500, body: null, drop: true }
    if (fault !== undefined && fault !== 'unanswered')
      return { status: fault, body: invalid('scripted') }
    const { requests } = body as { requests: { custom_id: string; params: MessagesRequest }[] }
    const ids = new Set(requests.map((r) => r.custom_id))
    if (requests.length === 0 || ids.size < requests.length)
      return { status: 400, body: invalid('requests: at least one, each custom_id once') }
    if ([...ids].some((id) => !/^[a-zA-Z0-9_-]{1,64}$/.test(id)))
      return { status: 400, body: invalid('custom_id: ^[a-zA-Z0-9_-]{1,64}$') }
    const results = []
    for (const { custom_id, params } of requests)
      results.push({ custom_id, result: await answer(params) })
    const id = `msgbatch_${randomUUID().replaceAll('-', '').slice(0, 24)}`
    const batch: Batch = { id, createdAt: new Date(), ended: false, results }
    batches.set(id, batch)
    return { status: 200, body: present(batch), drop: fault === 'unanswered' }
  }
  return {
    faults,
    async handle(method, path, body) {
      if (path === '/v1/messages/batches')
        return method === 'POST'
          ? create(body)
          : { status: 200, body: page([...batches.values()].reverse().map(present)) }
      const [, id = '', what] = /^\/v1\/messages\/batches\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? []
      const batch = batches.get(id)
      if (!batch) return null
      if (method === 'POST' && what === 'cancel') {
        for (const one of batch.results) one.result = { type: 'canceled' }
        batch.ended = true
        return { status: 200, body: present(batch) }
      }
      if (method === 'GET' && what === 'results')
        return { status: 200, body: batch.results.toReversed(), lines: true }
      if (method !== 'GET' || what !== undefined) return null
      const presented = present(batch)
      batch.ended = true
      return { status: 200, body: presented }
    },
  }
}

const page = (data: { id: string }[]) => ({
  data,
  has_more: false,
  first_id: data[0]?.id ?? null,
  last_id: data.at(-1)?.id ?? null,
})

const invalid = (message: string) => ({
  type: 'error',
  error: { type: 'invalid_request_error', message },
})
