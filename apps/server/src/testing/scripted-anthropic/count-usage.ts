/**
 * Counts tokens as the real API would bill them, about: three bytes are one (four of English were, and the models since 4.7
 * count a third more), and what stands before a `cache_control` mark is written to a cache and read from it by the next
 * request that begins with the same bytes.
 */
import { createHash } from 'node:crypto'
import type { MessagesRequest, Reply } from './script.ts'

export interface Usage {
  input_tokens: number
  output_tokens: number
  cache_read_input_tokens: number
  cache_creation_input_tokens: number
  cache_creation: { ephemeral_5m_input_tokens: number; ephemeral_1h_input_tokens: number }
  service_tier: 'standard' | 'batch'
}

const BYTES_PER_TOKEN = 3

interface Mark {
  /** Tokens from the beginning of the request to the mark. */
  tokens: number
  key: string
  hour: boolean
}

/** @returns a counter with a cache of its own. Its entries never grow old: a test does not run for an hour. */
export function createUsageCounter(minCacheTokens: number) {
  const cached = new Set<string>()
  return (request: MessagesRequest, written: number, fixed: Reply['usage'] = {}): Usage => {
    const marks = marksOf(request).filter((m) => m.tokens >= minCacheTokens)
    const total = tokensOf(JSON.stringify([request.tools, request.system, request.messages]))
    const read = marks.findLast((m) => cached.has(m.key))?.tokens ?? 0
    const last = marks.at(-1)
    const create = Math.max(0, (last?.tokens ?? 0) - read)
    for (const mark of marks) cached.add(mark.key)
    const created = fixed.cache_creation_input_tokens ?? create
    return {
      input_tokens: fixed.input_tokens ?? Math.max(1, total - read - create),
      output_tokens: fixed.output_tokens ?? Math.max(1, written),
      cache_read_input_tokens: fixed.cache_read_input_tokens ?? read,
      cache_creation_input_tokens: created,
      cache_creation: {
        ephemeral_5m_input_tokens: last?.hour ? 0 : created,
        ephemeral_1h_input_tokens: last?.hour ? created : 0,
      },
      service_tier: 'standard',
    }
  }
}

/** The marks in the order in which the API reads: tools, system, messages. The model is part of the key. */
function marksOf({ model, tools, system, messages }: MessagesRequest): Mark[] {
  const hash = createHash('sha256').update(model)
  let bytes = 0
  const marks: Mark[] = []
  const blocks = [tools, system, ...messages.map((m) => m.content)].flatMap((part) =>
    Array.isArray(part) ? part : part === undefined ? [] : [part],
  )
  for (const block of blocks) {
    const { cache_control: control, ...rest } =
      typeof block === 'object' ? block : { text: block, cache_control: undefined }
    const text = JSON.stringify(rest)
    hash.update(text)
    bytes += Buffer.byteLength(text)
    if (!control) continue
    const tokens = Math.ceil(bytes / BYTES_PER_TOKEN)
    marks.push({ tokens, key: hash.copy().digest('hex'), hour: control.ttl === '1h' })
  }
  return marks
}

export const tokensOf = (text: string): number =>
  Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN)
