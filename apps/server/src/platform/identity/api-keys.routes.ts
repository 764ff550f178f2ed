/** `/api/v1/api-keys`. */
import { ApiKey, ApiKeyCreated, ApiKeyInput, ListQuery, pageOf, Uuid } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { decodeCursor, toPage } from '../http/cursor.ts'
import { listApiKeys, presentApiKey } from './api-keys.store.ts'
import { createApiKey } from './create-api-key.ts'
import type { IdentityParts } from './identity-parts.ts'
import { revokeApiKey } from './revoke-api-key.ts'

const tags = ['identity']
const config = { permission: 'api_keys:manage' } as const

export const apiKeyRoutes =
  (parts: IdentityParts): FastifyPluginAsync =>
  async (scope) => {
    const app = scope.withTypeProvider<ZodTypeProvider>()
    app.get(
      '/api/v1/api-keys',
      { schema: { tags, querystring: ListQuery, response: { 200: pageOf(ApiKey) } }, config },
      async ({ actor, query }) => {
        const before = decodeCursor(query.cursor)?.[1] ?? null
        const rows = await listApiKeys(parts.database, actor.organizationId, {
          limit: query.limit + 1,
          before,
        })
        return toPage(rows, query.limit, ({ id }) => [null, id], presentApiKey)
      },
    )
    // Takes an Idempotency-Key without the http layer's store of answers, which would keep the key readable.
    const headers = z.object({ 'idempotency-key': z.string().min(1).max(255).optional() })
    app.post(
      '/api/v1/api-keys',
      { schema: { tags, headers, body: ApiKeyInput, response: { 201: ApiKeyCreated } }, config },
      async (request, reply) => {
        const idempotencyKey = request.headers['idempotency-key'] ?? null
        const { actor, body, id: correlationId } = request
        const created = await createApiKey(parts, {
          actor,
          input: body,
          idempotencyKey,
          correlationId,
        })
        return reply.code(201).send(created)
      },
    )
    app.delete(
      '/api/v1/api-keys/:id',
      { schema: { tags, params: z.object({ id: Uuid }), response: { 204: z.null() } }, config },
      async (request, reply) => {
        await revokeApiKey(parts.database, request.actor, request.params.id, request.id)
        return reply.code(204).send(null)
      },
    )
  }
