/** A tool, declared once: what it takes, what it answers, what it does to the world. The kit does the rest. */
import type { ContentBlock, ToolAnnotations } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import type { RequestExtra } from './sdk-types.ts'
import type { CallLog } from './server-log.ts'
import { Truncation } from './truncation.ts'

/** `destructive`: what it changes may not come back, or a person should look before it happens. */
export type ToolEffect = 'read' | 'write' | 'destructive'

export type Confirmation = 'yes' | 'no' | 'cannot'

/** What a running tool has beside its input. */
export interface ToolCall {
  /** Aborts when the client cancels, goes away, or the time is up. Hand it on to whatever waits. */
  signal: AbortSignal
  /** Tells the client how far the work is; does nothing where the client did not ask. `done` may only grow. */
  progress(done: number, total?: number, message?: string): void
  /** Goes to the client, from the level that it set on, and to the server's own log. No secrets, no strangers' words. */
  log: CallLog
  /** Adds a picture, a sound or a file to the answer, beside its structured part. */
  attach(part: ContentBlock): void
  /**
   * Asks the person at the client, where the client can: what a model may not decide for them. Only `yes` is a yes;
   * `cannot` is a client that shows no questions.
   */
  confirm(question: string): Promise<Confirmation>
  /** The SDK's own handle of the request, for what the kit does not offer (sampling, elicitation). */
  request: RequestExtra
}

export interface ToolSpec<I extends z.ZodObject, O extends z.ZodObject> {
  /** snake_case, a verb first, without the server's name: `get_lead`. */
  name: string
  /** Two or three words for people. */
  title: string
  /** For a model: when to use it, in at most 300 characters. What a field means stands at the field. */
  description: string
  effect: ToolEffect
  /** Doing it again with the same input changes nothing more. Reads always are. */
  repeatable?: boolean
  /** It reaches beyond the systems of the house: mail, the web, a supplier. */
  openWorld?: boolean
  /** Longest run, milliseconds; 60,000 unless said. */
  timeoutMs?: number
  /** Longest answer, characters of JSON; 25,000 unless said. What is longer is cut, and said to be. */
  maxAnswer?: number
  /** A z.strictObject whose every field has a description. */
  input: I
  output: O
  /** @throws ToolError for what the caller can do something about; anything else is logged and hidden. */
  run(input: z.output<I>, call: ToolCall): Promise<z.input<O>>
}

/** A declared tool, as the kit keeps it. */
export interface Tool extends Omit<ToolSpec<z.ZodObject, z.ZodObject>, 'timeoutMs' | 'maxAnswer'> {
  timeoutMs: number
  maxAnswer: number
  annotations: ToolAnnotations
  inputSchema: JsonObjectSchema
  outputSchema: JsonObjectSchema
}

export interface JsonObjectSchema {
  type: 'object'
  properties?: Record<string, object>
  required?: string[]
  [keyword: string]: unknown
}

const TIMEOUT_MS = 60_000
/** About 7,000 tokens: what a client shows to a model without a warning. */
const MAX_ANSWER = 25_000
const MAX_DESCRIPTION = 300
const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/

/**
 * Keeps the types of a tool while it is declared, and writes down its schemas and annotations.
 * @throws for a name, a description or a field that no model could use.
 */
export function defineTool<I extends z.ZodObject, O extends z.ZodObject>(
  spec: ToolSpec<I, O>,
): Tool {
  const { name, description, input, output } = spec
  if (!NAME.test(name)) throw new Error(`${name}: a tool's name is snake_case.`)
  if (description.length > MAX_DESCRIPTION) {
    throw new Error(`${name}: its description is longer than ${MAX_DESCRIPTION} characters.`)
  }
  const inputSchema = jsonSchemaOf(input, 'input')
  const silent = Object.entries(inputSchema.properties ?? {}).find(
    ([, field]) => !('description' in field) && !('$ref' in field),
  )
  if (silent) throw new Error(`${name}: its field ${silent[0]} has no description.`)
  const answer = output.extend({ truncated: Truncation.optional() })
  return {
    timeoutMs: TIMEOUT_MS,
    maxAnswer: MAX_ANSWER,
    ...(spec as unknown as ToolSpec<z.ZodObject, z.ZodObject>),
    output: answer,
    annotations: annotationsOf(spec),
    inputSchema,
    outputSchema: jsonSchemaOf(answer, 'output'),
  }
}

const jsonSchemaOf = (schema: z.ZodObject, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io }) as JsonObjectSchema

/** All four are always said: a client must fear the worst of a tool that is silent. */
function annotationsOf(spec: {
  title: string
  effect: ToolEffect
  repeatable?: boolean
  openWorld?: boolean
}): ToolAnnotations {
  const isRead = spec.effect === 'read'
  return {
    title: spec.title,
    readOnlyHint: isRead,
    destructiveHint: spec.effect === 'destructive',
    idempotentHint: isRead || spec.repeatable === true,
    openWorldHint: spec.openWorld === true,
  }
}
