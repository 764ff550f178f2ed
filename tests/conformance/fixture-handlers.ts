/** What the suite reads beside tools: resources, prompts, completions. */
import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import {
  CompleteRequestSchema,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  type PromptMessage,
  ReadResourceRequestSchema,
  type ReadResourceResult,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { PNG } from './fixture-tools.ts'

export const FIXTURE_CAPABILITIES = { resources: { subscribe: true }, prompts: {}, completions: {} }

export const FIXTURE_RESOURCES = [
  'test://static-text',
  'test://static-binary',
  'test://watched-resource',
]
export const FIXTURE_TEMPLATE = 'test://template/{id}/data'
export const FIXTURE_PROMPTS = [
  { name: 'test_simple_prompt', args: [] },
  { name: 'test_prompt_with_arguments', args: ['arg1', 'arg2'] },
  { name: 'test_prompt_with_embedded_resource', args: ['resourceUri'] },
  { name: 'test_prompt_with_image', args: [] },
]

export function mountFixtures(server: Server): void {
  mountResources(server)
  server.setRequestHandler(ListPromptsRequestSchema, () => ({
    prompts: FIXTURE_PROMPTS.map(({ name, args }) => ({
      name,
      description: `The suite's ${name}.`,
      arguments: args.map((arg) => ({ name: arg, description: arg, required: true })),
    })),
  }))
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) => ({
    messages: promptOf(params.name, params.arguments ?? {}),
  }))
  server.setRequestHandler(CompleteRequestSchema, ({ params }) => {
    const values = ['paris', 'park', 'party'].filter((v) => v.startsWith(params.argument.value))
    return { completion: { values, total: values.length, hasMore: false } }
  })
}

function mountResources(server: Server): void {
  const watched = new Set<string>()
  server.setRequestHandler(ListResourcesRequestSchema, () => ({
    resources: FIXTURE_RESOURCES.map((uri) => ({ uri, name: uri.slice('test://'.length) })),
  }))
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: [{ uriTemplate: FIXTURE_TEMPLATE, name: 'template' }],
  }))
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }) => read(params.uri))
  server.setRequestHandler(SubscribeRequestSchema, ({ params }) => {
    watched.add(params.uri)
    return {}
  })
  server.setRequestHandler(UnsubscribeRequestSchema, ({ params }) => {
    watched.delete(params.uri)
    return {}
  })
}

function read(uri: string): ReadResourceResult {
  const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1]
  if (id !== undefined) {
    const text = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` })
    return { contents: [{ uri, mimeType: 'application/json', text }] }
  }
  switch (uri) {
    case 'test://static-binary':
      return { contents: [{ uri, mimeType: 'image/png', blob: PNG }] }
    case 'test://static-text':
    case 'test://watched-resource': {
      const text = 'This is the content of the static text resource.'
      return { contents: [{ uri, mimeType: 'text/plain', text }] }
    }
    default:
      throw new Error(`There is no resource ${uri}.`)
  }
}

const says = (text: string): PromptMessage => ({ role: 'user', content: { type: 'text', text } })

function promptOf(name: string, args: Record<string, string>): PromptMessage[] {
  switch (name) {
    case 'test_simple_prompt':
      return [says('This is a simple prompt for testing.')]
    case 'test_prompt_with_arguments':
      return [says(`Prompt with arguments: arg1='${args.arg1}', arg2='${args.arg2}'`)]
    case 'test_prompt_with_embedded_resource': {
      const text = 'Embedded resource content for testing.'
      const resource = { uri: args.resourceUri ?? '', mimeType: 'text/plain', text }
      return [
        { role: 'user', content: { type: 'resource', resource } },
        says('Please process the embedded resource above.'),
      ]
    }
    case 'test_prompt_with_image':
      return [
        { role: 'user', content: { type: 'image', data: PNG, mimeType: 'image/png' } },
        says('Please analyze the image above.'),
      ]
    default:
      throw new Error(`There is no prompt ${name}.`)
  }
}
