/** The Messages API by its SDK: our own tool loop, structured output, the standing context cached for an hour. */
import Anthropic from '@anthropic-ai/sdk'
import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema'
import type { OfferedTool } from '../gateway/gateway.ts'
import { ALL_DEFENCES } from '../safety/defences.ts'
import { buildPrompt, fencedAnswer, type Prompt } from './build-prompt.ts'
import {
  type Engine,
  type EngineTask,
  type EngineWork,
  modelOutputOf,
  toJsonSchema,
} from './engine.ts'
import type { ModelCalls } from './model-calls.ts'
import type { ModelRun } from './model-run.ts'
import { modelFor } from './models.ts'
import { type Conversation, type ModelReply, runModel } from './run-model.ts'

export interface AnthropicApiDeps {
  calls: ModelCalls
  /** How long a call may be silent. Milliseconds. */
  silenceMs?: number
  /** How a value of a schema is asked for: by the API's own format, or by a tool where a platform has no such format. */
  structuredBy?: 'format' | 'tool'
}

type Request = Anthropic.MessageCreateParamsNonStreaming
type Message = Anthropic.Message

export function createAnthropicApiEngine({
  calls,
  silenceMs,
  structuredBy = 'format',
}: AnthropicApiDeps): Engine {
  const name = 'anthropic-api'
  return {
    name,
    run: (task) =>
      runModel(task, { engine: name, silenceMs }, async (run, use) => {
        const prompt = buildPrompt(task)
        const client = clientOf(calls, run)
        const tools = (await task.tools?.list()) ?? []
        const request = requestOf(task, prompt, tools)
        const asked = structuredBy === 'tool' ? askingByTool(request) : request
        return use(openConversation(task, run, client, prompt, asked), prompt.question)
      }),
    close: async () => undefined,
  }
}

/** Its requests leave by our calls: they know the address and the key, meter and try again. */
function clientOf(calls: ModelCalls, run: ModelRun): Anthropic {
  return new Anthropic({
    apiKey: 'put in place by model-calls.ts',
    baseURL: 'http://upstream.invalid',
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
    fetch: (input, init) => {
      const { pathname, search } = new URL(String(input))
      return calls.send(run, {
        path: pathname + search,
        headers: new Headers(init?.headers as Record<string, string>),
        body: String(init?.body),
      })
    },
  })
}

/** What Claude Code asks for where nobody says less; the attack gate shows what that would come to. Tokens. */
const UNLIMITED_OUTPUT = 128_000

/** What a task asks, but for the messages. */
export function requestOf<T>(
  task: EngineTask<T>,
  prompt: Prompt,
  tools: readonly OfferedTool[],
): Omit<Request, 'messages'> {
  const model = modelFor(task.size)
  const { limits, defences = ALL_DEFENCES } = task
  const schema = transformJSONSchema(toJsonSchema(modelOutputOf(task).schema))
  return {
    model: model.id,
    max_tokens: defences.has('output_limit') ? limits.outputTokens : UNLIMITED_OUTPUT,
    system: [
      { type: 'text', text: prompt.system, cache_control: { type: 'ephemeral', ttl: '1h' } },
    ],
    output_config: { effort: model.effort, format: { type: 'json_schema', schema } },
    ...(tools.length > 0 ? { tools: tools.map(toApiTool) } : {}),
  }
}

const toApiTool = ({ name, description, inputSchema }: OfferedTool): Anthropic.Tool => ({
  name,
  description,
  input_schema: inputSchema as Anthropic.Tool['input_schema'],
})

/** The tool by which a value is given; Claude Code has one of the same name. */
const ANSWER = 'StructuredOutput'

function askingByTool(request: Omit<Request, 'messages'>): Omit<Request, 'messages'> {
  const { format, ...config } = request.output_config ?? {}
  const answer: Anthropic.Tool = {
    name: ANSWER,
    description: 'Gives the answer. Call it once, when you have it; say nothing besides.',
    // A task's value is an object, and so is its schema.
    input_schema: (format?.schema ?? { type: 'object' }) as Anthropic.Tool['input_schema'],
  }
  return { ...request, output_config: config, tools: [...(request.tools ?? []), answer] }
}

function openConversation<T>(
  task: EngineTask<T>,
  run: ModelRun,
  client: Anthropic,
  prompt: Prompt,
  request: Omit<Request, 'messages'>,
): Conversation {
  const messages: Anthropic.MessageParam[] = []
  return {
    async ask(words) {
      messages.push({
        role: 'user',
        content: [...answered(messages), { type: 'text', text: words }],
      })
      for (;;) {
        const message = await client.messages
          .stream({ ...request, messages }, { signal: run.signal })
          .finalMessage()
        messages.push({ role: 'assistant', content: message.content })
        const reply = replyOf(message)
        if (reply) return reply
        messages.push({ role: 'user', content: await callTools(task, run, prompt, message) })
      }
    },
  }
}

/** @returns null where the model waits for its tools. */
export function replyOf(message: Message): ModelReply | null {
  switch (message.stop_reason) {
    case 'tool_use': {
      const answer = message.content.find((b) => b.type === 'tool_use' && b.name === ANSWER)
      return answer?.type === 'tool_use' ? { kind: 'value', raw: answer.input } : null
    }
    case 'refusal':
      return { kind: 'declined' }
    case 'end_turn':
      return { kind: 'value', raw: parse(textOf(message)) }
    default:
      return { kind: 'unusable', message: `The model stopped with ${message.stop_reason}.` }
  }
}

async function callTools(
  { tools }: EngineWork,
  run: ModelRun,
  { fence }: Prompt,
  { content }: Message,
): Promise<Anthropic.ToolResultBlockParam[]> {
  const results: Anthropic.ToolResultBlockParam[] = []
  for (const block of content) {
    if (block.type !== 'tool_use') continue
    run.tell({ kind: 'tool', message: `The model calls ${block.name}.` })
    run.signal.throwIfAborted()
    // Whatever it asks for goes to the gateway, which refuses and records what is not allowed.
    const args = block.input as Record<string, unknown>
    const answer = await (tools?.call(block.name, args) ?? { content: 'No tools.', isError: true })
    results.push({
      type: 'tool_result',
      tool_use_id: block.id,
      content: fencedAnswer(fence, block.name, answer.content),
      is_error: answer.isError,
    })
  }
  return results
}

/** A value that was given by a tool has to be answered before anything else is said. */
function answered(messages: readonly Anthropic.MessageParam[]): Anthropic.ToolResultBlockParam[] {
  const last = messages.at(-1)?.content
  if (!Array.isArray(last)) return []
  return last.flatMap((block) =>
    block.type === 'tool_use'
      ? [{ type: 'tool_result', tool_use_id: block.id, content: 'Received.' }]
      : [],
  )
}

const textOf = ({ content }: Message) =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('')

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
