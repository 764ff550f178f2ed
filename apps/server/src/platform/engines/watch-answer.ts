/** Reads the numbers in an answer of the Messages API as it passes by, streamed or whole, without holding it up. */
import { type ModelUsage, NO_USAGE } from './models.ts'

export interface Answer {
  model: string | null
  usage: ModelUsage
  /** Its numbers came from the API. */
  counted: boolean
  /** It came to its end. */
  complete: boolean
  /** The type of an error that came in the middle of the stream: `overloaded_error`. */
  error: string | null
  /** Bytes of the body so far. */
  bytes: number
}

/** About so many bytes of text or JSON are one token of the models since 4.7. */
const BYTES_PER_TOKEN = 3

export const estimateTokens = (bytes: number): number => Math.ceil(bytes / BYTES_PER_TOKEN)

/** An answer of which nothing has come yet. */
export const noAnswer = (): Answer => ({
  model: null,
  usage: NO_USAGE,
  counted: false,
  complete: false,
  error: null,
  bytes: 0,
})

interface RawUsage {
  input_tokens?: number | null
  output_tokens?: number | null
  cache_read_input_tokens?: number | null
  cache_creation_input_tokens?: number | null
  cache_creation?: { ephemeral_1h_input_tokens?: number | null } | null
}

/** @param before what an earlier event of the same stream said; the later one may leave numbers out. */
export function readUsage(raw: RawUsage, before: ModelUsage = NO_USAGE): ModelUsage {
  return {
    input: raw.input_tokens ?? before.input,
    output: raw.output_tokens ?? before.output,
    cache_read: raw.cache_read_input_tokens ?? before.cache_read,
    cache_write: raw.cache_creation_input_tokens ?? before.cache_write,
    cache_write_1h: raw.cache_creation?.ephemeral_1h_input_tokens ?? before.cache_write_1h,
  }
}

/** Reads a whole answer. */
export function readAnswer(body: string): Answer {
  const answer = { ...noAnswer(), bytes: Buffer.byteLength(body) }
  const message = parse(body)
  if (message?.type !== 'message') return answer
  answer.complete = true
  take(answer, message)
  return answer
}

/**
 * @param onBlock told when the model begins to think, or to write.
 * @returns a function that takes the stream's bytes as they come, and the answer as far as it has been read.
 */
export function createStreamReader(onBlock: (kind: 'thinking' | 'writing') => void): {
  answer: Answer
  read(chunk: Uint8Array): void
} {
  const answer = noAnswer()
  const decoder = new TextDecoder()
  let rest = ''
  return {
    answer,
    read(chunk) {
      answer.bytes += chunk.byteLength
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (!line.startsWith('data:')) continue
        if (line.includes('"content_block_start"'))
          onBlock(/"type":\s*"thinking"/.test(line) ? 'thinking' : 'writing')
        else readEvent(answer, line.slice(5))
      }
    },
  }
}

function readEvent(answer: Answer, data: string): void {
  // Most events are text; only these say something of the whole.
  if (!/"type":\s*"(message_start|message_delta|message_stop|error)"/.test(data)) return
  const event = parse(data)
  switch (event?.type) {
    case 'message_start':
      take(answer, event.message as Record<string, unknown>)
      return
    case 'message_delta':
      take(answer, event)
      return
    case 'message_stop':
      answer.complete = true
      return
    case 'error':
      answer.error = String((event.error as { type?: unknown } | undefined)?.type ?? 'error')
  }
}

function take(answer: Answer, said: Record<string, unknown> | undefined): void {
  if (typeof said?.model === 'string') answer.model = said.model
  if (typeof said?.usage !== 'object' || said.usage === null) return
  answer.usage = readUsage(said.usage as RawUsage, answer.usage)
  answer.counted = true
}

function parse(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
