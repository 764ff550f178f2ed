/** `/api/v1/organizations`. */
import { ListQuery, Organization, OrganizationInput, pageOf } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { decodeCursor, toPage } from '../http/cursor.ts'
import { answerCreated } from '../http/idempotency.ts'
import { createOrganization } from './create-organization.ts'
import type { IdentityParts } from './identity-parts.ts'
import { organizationsOf, presentOrganization } from './organizations.store.ts'

const tags = ['identity']

export const organizationRoutes =
  ({ database }: IdentityParts): FastifyPluginAsync =>
  async (scope) => {
    const app = scope.withTypeProvider<ZodTypeProvider>()
    app.get(
      '/api/v1/organizations',
      {
        schema: { tags, querystring: ListQuery, response: { 200: pageOf(Organization) } },
        config: { signedIn: true },
      },
      async ({ actor, query }) => {
        const after = decodeCursor(query.cursor)?.[1] ?? null
        const rows = await organizationsOf(database, actor, { limit: query.limit + 1, after })
        return toPage(
          rows,
          query.limit,
          ({ cursorId }) => [null, cursorId],
          ({ row }) => presentOrganization(row),
        )
      },
    )
    app.post(
      '/api/v1/organizations',
      {
        schema: { tags, body: OrganizationInput, response: { 201: Organization } },
        config: { permission: 'organizations:manage', idempotent: true },
      },
      async (request, reply) => {
        const answer = answerCreated<Organization>(request, reply, () => ({ status: 201 }))
        const { actor, body, id } = request
        return answer.send(await createOrganization(database, actor, body, id, answer.keep))
      },
    )
  }
