/** From a reply of the script to a message of the API, and to the events in which it is streamed. */
import { randomUUID } from 'node:crypto'
import { tokensOf, type Usage } from './count-usage.ts'
import type { MessagesRequest, Reply } from './script.ts'

type Block =
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: unknown }

export interface Message {
  id: string
  type: 'message'
  role: 'assistant'
  model: string
  content: Block[]
  stop_reason: string
  stop_sequence: null
  stop_details: null
  usage: Usage
}

export interface StreamEvent {
  type: string
  [field: string]: unknown
}

/** Claude Code's name for the tool by which it takes structured output. */
const STRUCTURED_OUTPUT = 'StructuredOutput'
/** Characters of text or JSON in one event of the stream. */
const CHUNK = 40

const newId = (kind: string) => `${kind}_${randomUUID().replaceAll('-', '').slice(0, 24)}`

/** @param count made of the request, the tokens written, and what the script fixes. */
export function buildMessage(
  request: MessagesRequest,
  reply: Reply,
  count: (request: MessagesRequest, written: number, fixed?: Reply['usage']) => Usage,
): Message {
  const content = blocksOf(request, reply)
  const written = tokensOf(JSON.stringify(content)) + tokensOf(reply.raw_input ?? '')
  const called = content.some((block) => block.type === 'tool_use')
  return {
    id: newId('msg'),
    type: 'message',
    role: 'assistant',
    model: request.model,
    content,
    stop_reason:
      reply.stop_reason ??
      (reply.refusal !== undefined ? 'refusal' : called ? 'tool_use' : 'end_turn'),
    stop_sequence: null,
    stop_details: null,
    usage: count(request, written, reply.usage),
  }
}

function blocksOf(request: MessagesRequest, reply: Reply): Block[] {
  const blocks: Block[] = []
  if (reply.thinking !== undefined)
    blocks.push({ type: 'thinking', thinking: reply.thinking, signature: 'c2NyaXB0ZWQ=' })
  const text = reply.refusal ?? reply.text
  if (text !== undefined) blocks.push({ type: 'text', text })
  const tools = [...(reply.tools ?? [])]
  if (reply.structured !== undefined) {
    if (request.tools?.some((t) => t.name === STRUCTURED_OUTPUT))
      tools.push({ name: STRUCTURED_OUTPUT, input: reply.structured })
    else blocks.push({ type: 'text', text: reply.raw_input ?? JSON.stringify(reply.structured) })
  }
  for (const { name, input } of tools)
    blocks.push({ type: 'tool_use', id: newId('toolu'), name, input: input ?? {} })
  return blocks
}

/** The events of the message, as the real API sends them. @param rawInput stands for the JSON of the last tool's input. */
export function* eventsOf(message: Message, rawInput?: string): Generator<StreamEvent> {
  const { usage } = message
  yield {
    type: 'message_start',
    message: {
      ...message,
      content: [],
      stop_reason: null,
      usage: { ...usage, output_tokens: 1 },
    },
  }
  for (const [index, block] of message.content.entries()) {
    yield { type: 'content_block_start', index, content_block: emptied(block) }
    if (index === 0) yield { type: 'ping' }
    const isLast = index === message.content.length - 1
    for (const delta of deltasOf(block, isLast ? rawInput : undefined))
      yield { type: 'content_block_delta', index, delta }
    yield { type: 'content_block_stop', index }
  }
  const { stop_reason, stop_sequence, stop_details } = message
  yield {
    type: 'message_delta',
    delta: { stop_reason, stop_sequence, stop_details },
    usage: {
      input_tokens: usage.input_tokens,
      cache_creation_input_tokens: usage.cache_creation_input_tokens,
      cache_read_input_tokens: usage.cache_read_input_tokens,
      output_tokens: usage.output_tokens,
    },
  }
  yield { type: 'message_stop' }
}

function emptied(block: Block): Record<string, unknown> {
  switch (block.type) {
    case 'thinking':
      return { ...block, thinking: '', signature: '' }
    case 'text':
      return { ...block, text: '' }
    case 'tool_use':
      return { ...block, input: {} }
  }
}

function* deltasOf(block: Block, rawInput?: string): Generator<Record<string, string>> {
  switch (block.type) {
    case 'thinking':
      for (const thinking of chunks(block.thinking)) yield { type: 'thinking_delta', thinking }
      yield { type: 'signature_delta', signature: block.signature }
      return
    case 'text':
      for (const text of chunks(block.text)) yield { type: 'text_delta', text }
      return
    case 'tool_use':
      yield { type: 'input_json_delta', partial_json: '' }
      for (const partial_json of chunks(rawInput ?? JSON.stringify(block.input)))
        yield { type: 'input_json_delta', partial_json }
  }
}

function* chunks(text: string): Generator<string> {
  for (let i = 0; i < text.length; i += CHUNK) yield text.slice(i, i + CHUNK)
}
