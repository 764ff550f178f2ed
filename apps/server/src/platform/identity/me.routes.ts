/** `/api/v1/me`: the person or key behind the request. */
import { Me } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { IdentityParts } from './identity-parts.ts'
import { readMe } from './read-me.ts'
import { renewSession } from './session.ts'

export const meRoutes =
  (parts: IdentityParts): FastifyPluginAsync =>
  async (scope) => {
    const app = scope.withTypeProvider<ZodTypeProvider>()
    app.get(
      '/api/v1/me',
      { schema: { tags: ['identity'], response: { 200: Me } }, config: { signedIn: true } },
      async (request, reply) => {
        // The console asks this when it opens: the moment to make a session that is in use last.
        if (request.actor.kind === 'user') await renewSession(parts, request, reply)
        return readMe(parts.database, request.actor)
      },
    )
  }
