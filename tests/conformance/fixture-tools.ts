/** The tools that the conformance suite calls by name, made with our kit: it is the kit that is judged. */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type ContentBlock,
  CreateMessageResultSchema,
  ElicitResultSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import {
  defineTool,
  type Tool,
  type ToolCall,
  ToolError,
} from '../../packages/mcp-servers/src/kit/index.ts'

/** One red point. */
export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=='
/** No sample at all. */
const WAV = 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA='

const Text = z.object({ text: z.string() })
const Nothing = z.strictObject({})

const fixture = <I extends z.ZodObject>(
  name: string,
  input: I,
  run: (input: z.output<I>, call: ToolCall) => Promise<string>,
): Tool =>
  defineTool({
    name,
    title: name,
    description: `The suite's ${name}.`,
    effect: 'read',
    input,
    output: Text,
    run: async (given, call) => ({ text: await run(given as z.output<I>, call) }),
  })

const attaching = (name: string, text: string, ...parts: ContentBlock[]) =>
  fixture(name, Nothing, async (_, { attach }) => {
    for (const part of parts) attach(part)
    return text
  })

const picture: ContentBlock = { type: 'image', data: PNG, mimeType: 'image/png' }

const CONTENT = [
  attaching('test_simple_text', 'This is a simple text response for testing.'),
  attaching('test_image_content', 'A picture.', picture),
  attaching('test_audio_content', 'A sound.', { type: 'audio', data: WAV, mimeType: 'audio/wav' }),
  attaching('test_embedded_resource', 'A resource.', {
    type: 'resource',
    resource: {
      uri: 'test://embedded-resource',
      mimeType: 'text/plain',
      text: 'This is an embedded resource content.',
    },
  }),
  attaching('test_multiple_content_types', 'Multiple content types test:', picture, {
    type: 'resource',
    resource: {
      uri: 'test://mixed-content-resource',
      mimeType: 'application/json',
      text: '{"test":"data","value":123}',
    },
  }),
]

const BEHAVIOUR = [
  fixture('test_tool_with_logging', Nothing, async (_, { log }) => {
    log.info('Tool execution started')
    await sleep(50)
    log.info('Tool processing data')
    await sleep(50)
    log.info('Tool execution completed')
    return 'Logged.'
  }),
  fixture('test_tool_with_progress', Nothing, async (_, { progress }) => {
    for (const done of [0, 50, 100]) {
      progress(done, 100)
      await sleep(50)
    }
    return 'Done.'
  }),
  fixture('test_error_handling', Nothing, async () => {
    throw new ToolError('This tool intentionally returns an error for testing')
  }),
  fixture(
    'json_schema_2020_12_tool',
    z.strictObject({
      name: z.string().optional().describe('A name.'),
      address: z
        .object({ street: z.string(), city: z.string() })
        .partial()
        .meta({ id: 'address', description: 'An address.' })
        .optional(),
    }),
    async () => 'Seen.',
  ),
]

const elicit = async ({ request }: ToolCall, message: string, requestedSchema: object) => {
  const { action, content } = await request.sendRequest(
    { method: 'elicitation/create', params: { message, requestedSchema } } as never,
    ElicitResultSchema,
  )
  return `action=${action}, content=${JSON.stringify(content ?? {})}`
}
const object = (properties: object, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
})
const titled = (...names: string[]) => names.map((title, i) => ({ const: `value${i + 1}`, title }))

const ASKING = [
  fixture(
    'test_sampling',
    z.strictObject({ prompt: z.string().describe('What the model is asked.') }),
    async ({ prompt }, { request }) => {
      const { content } = await request.sendRequest(
        {
          method: 'sampling/createMessage',
          params: {
            messages: [{ role: 'user', content: { type: 'text', text: prompt } }],
            maxTokens: 100,
          },
        },
        CreateMessageResultSchema,
      )
      return `LLM response: ${'text' in content ? content.text : content.type}`
    },
  ),
  fixture(
    'test_elicitation',
    z.strictObject({ message: z.string().describe('What the person is shown.') }),
    async ({ message }, call) => {
      const username = { type: 'string', description: "User's response" }
      const email = { type: 'string', description: "User's email address" }
      const schema = object({ username, email }, ['username', 'email'])
      return `User response: ${await elicit(call, message, schema)}`
    },
  ),
  fixture('test_elicitation_sep1034_defaults', Nothing, async (_, call) => {
    const schema = object({
      name: { type: 'string', default: 'John Doe' },
      age: { type: 'integer', default: 30 },
      score: { type: 'number', default: 95.5 },
      status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
      verified: { type: 'boolean', default: true },
    })
    return `Elicitation completed: ${await elicit(call, 'Defaults?', schema)}`
  }),
  fixture('test_elicitation_sep1330_enums', Nothing, async (_, call) => {
    const plain = { type: 'string', enum: ['option1', 'option2', 'option3'] }
    const schema = object({
      untitledSingle: plain,
      titledSingle: {
        type: 'string',
        oneOf: titled('First Option', 'Second Option', 'Third Option'),
      },
      legacyEnum: {
        type: 'string',
        enum: ['opt1', 'opt2', 'opt3'],
        enumNames: ['Option One', 'Option Two', 'Option Three'],
      },
      untitledMulti: { type: 'array', items: plain },
      titledMulti: {
        type: 'array',
        items: { anyOf: titled('First Choice', 'Second Choice', 'Third Choice') },
      },
    })
    return `Elicitation completed: ${await elicit(call, 'Which?', schema)}`
  }),
]

export const FIXTURE_TOOLS: readonly Tool[] = [...CONTENT, ...BEHAVIOUR, ...ASKING]
