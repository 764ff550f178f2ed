/**
 * What the scripted Messages API answers: a list of rules, read from the first to the last for each request. The first that
 * fits and is not used up makes the answer; `otherwise` answers what no rule fits. In a file it is JSON; in a test of this
 * process it may also be a function. With examples: docs/scripted-anthropic.md.
 */
import { z } from 'zod'

/** What a request must be like. Everything that is set must hold. */
const When = z.strictObject({
  /** Stands anywhere in the messages, the system prompt included; several must all stand there. */
  contains: z.union([z.string(), z.array(z.string())]).optional(),
  /** Stands in the last message that is not of the role `system`: what the model is asked now. */
  last_contains: z.string().optional(),
  /** The request offers this tool. */
  tool: z.string().optional(),
  /** Begins the model's name: `claude-haiku`. */
  model: z.string().optional(),
  /** The last message carries (true) or does not carry (false) the result of a tool. */
  after_tool_result: z.boolean().optional(),
  stream: z.boolean().optional(),
})

const ToolUse = z.strictObject({ name: z.string(), input: z.unknown().default({}) })

/** Numbers of `usage`; what is left out is counted from the request, prompt caching included. */
const Usage = z.strictObject({
  input_tokens: z.int().min(0).optional(),
  output_tokens: z.int().min(0).optional(),
  cache_read_input_tokens: z.int().min(0).optional(),
  cache_creation_input_tokens: z.int().min(0).optional(),
})

/** One answer. Text, tools and structured output may come together, in this order. */
const Reply = z.strictObject({
  text: z.string().optional(),
  /** A thinking block before everything else. */
  thinking: z.string().optional(),
  tools: z.array(ToolUse).optional(),
  /** A value of the schema that the request asks for: by the tool `StructuredOutput` where it is offered, else as text. */
  structured: z.unknown().optional(),
  /** The model declines: `stop_reason: refusal`, with this text. */
  refusal: z.string().optional(),
  stop_reason: z.string().optional(),
  usage: Usage.optional(),
  /** An error instead of a message: 429, 529, 500, 400 … `retry_after` in seconds. */
  error: z
    .strictObject({
      status: z.int().min(400).max(599),
      type: z.string().optional(),
      message: z.string().optional(),
      retry_after: z.number().min(0).optional(),
    })
    .optional(),
  /** In a message batch: what became of the question in place of an answer. */
  batch_result: z.enum(['expired', 'canceled']).optional(),
  /** Milliseconds before the first byte. */
  delay_ms: z.int().min(0).optional(),
  /** Milliseconds between two events of the stream. */
  event_delay_ms: z.int().min(0).optional(),
  /** The line is cut after so many events of the stream; without a stream, in the middle of the body. */
  cut_after: z.int().min(0).optional(),
  /** Never answers: the line stays open until the caller lets go. */
  hang: z.boolean().optional(),
  /** An event of type error after so many events, as the real one sends when it is overloaded in the middle. */
  error_after: z.int().min(0).optional(),
  /** The input of the last tool (or the structured text) as these letters, valid JSON or not. */
  raw_input: z.string().optional(),
  /** The body as it stands, with this status and type: what no real API would send. */
  raw_body: z
    .strictObject({
      status: z.int().default(200),
      type: z.string().default('text/event-stream'),
      body: z.string(),
    })
    .optional(),
})
export type Reply = z.input<typeof Reply>

export const Script = z.strictObject({
  answers: z
    .array(
      z.strictObject({
        when: When.default({}),
        /** How often it answers; then the next rule that fits. Default: always. */
        times: z.int().min(1).optional(),
        reply: Reply,
      }),
    )
    .default([]),
  otherwise: Reply.default({ text: 'The script has no answer to this request.' }),
})
export type Script = z.input<typeof Script>
export type ParsedScript = z.output<typeof Script>
export type WhenRule = z.output<typeof When>

/** What of a request the rules look at. */
export interface MessagesRequest {
  model: string
  max_tokens: number
  stream?: boolean
  system?: unknown
  messages: { role: string; content: unknown }[]
  tools?: { name: string; description?: string; input_schema?: unknown }[]
  output_config?: { format?: unknown }
  [other: string]: unknown
}

/** Answers by a function; null leaves it to the script. */
export type Answerer = (request: MessagesRequest) => Reply | null | Promise<Reply | null>
