/** The OpenAPI 3.1 document, made from the routes' Zod schemas, and its page for people. */
import swagger from '@fastify/swagger'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { VERSION } from '../../version.ts'

/** Registers the collector; call before the routes. */
export async function addOpenApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'INSA CRM',
        version: VERSION,
        description:
          'Errors are problem details (RFC 9457). Lists page by cursor. Times are ISO 8601 UTC.',
      },
      components: {
        securitySchemes: {
          api_key: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'insa.session_token' },
        },
      },
      security: [{ api_key: [] }, { session: [] }],
    },
    transform: (input) => {
      const { schema, url } = jsonSchemaTransform(input as never)
      return { schema: schema.hide ? schema : withWhatAllShare(schema, input.route), url }
    },
    transformObject: jsonSchemaTransformObject,
  })
}

const text = (description: string) => ({ type: 'string', description })

const problem = {
  description: 'A problem (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
/** What is sent piece by piece, by its media type. */
const STREAMS: Readonly<Record<string, string>> = {
  'text/event-stream': 'Server-sent events',
  'application/x-ndjson': 'One JSON value a line',
}
const streamOf = (type: string) => ({
  description: STREAMS[type],
  content: { [type]: { schema: { type: 'string' } } },
})

/** What every operation answers and takes by the rules of the house, and so no route writes down for itself. */
function withWhatAllShare(schema: FastifySchema, { config }: RouteOptions): FastifySchema {
  const { open, idempotent, reads = {} } = config ?? {}
  const read = {
    ...reads,
    ...(idempotent
      ? { 'idempotency-key': 'Makes a repeated request act once. 1 to 255 characters.' }
      : {}),
  }
  const described = Object.entries(read).map(([name, words]) => [name, text(words)] as const)
  const properties = {
    ...Object.fromEntries(described),
    ...(schema.headers as { properties?: object } | undefined)?.properties,
  }
  const streamed = schema.produces?.find((type) => type in STREAMS)
  return {
    ...schema,
    ...(Object.keys(properties).length > 0 ? { headers: { type: 'object', properties } } : {}),
    ...(open ? { security: [] } : {}),
    response: {
      ...(streamed ? { 200: streamOf(streamed) } : {}),
      ...(schema.response as object | undefined),
      '4XX': problem,
      '5XX': problem,
    },
  }
}

/** `/openapi.json` and `/docs`, for whoever is signed in; the page loads nothing from elsewhere. */
export async function addDocs(app: FastifyInstance): Promise<void> {
  app.get('/openapi.json', { schema: { hide: true }, config: { signedIn: true } }, async () =>
    app.swagger(),
  )
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, signedIn: true }
    })
    await docs.register(scalar, {
      routePrefix: '/docs',
      configuration: {
        url: '/openapi.json',
        withDefaultFonts: false,
        agent: { disabled: true },
      } as never,
    })
  })
}
