/** The OpenAPI 3.1 document, made from the routes' Zod schemas, and its page for people. */
import swagger from '@fastify/swagger'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'
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
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
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
