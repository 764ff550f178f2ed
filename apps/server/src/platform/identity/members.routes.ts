/** `/api/v1/organizations/{id}/members`: people, and invitations that are still open. */
import { ListQuery, Member, MemberInput, MemberPatch, pageOf, Uuid } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { decodeCursor, toPage } from '../http/cursor.ts'
import { notFound } from '../http/errors.ts'
import { answerCreated } from '../http/idempotency.ts'
import type { Actor } from './actor.ts'
import { changeMemberRole } from './change-member-role.ts'
import type { IdentityParts } from './identity-parts.ts'
import { inviteMember } from './invite-member.ts'
import { listMembers, presentMember } from './members.store.ts'
import { removeMember } from './remove-member.ts'

const tags = ['identity']
const ALL = '/api/v1/organizations/:id/members'
const ONE = `${ALL}/:member_id`
const InOrganization = z.object({ id: Uuid })
const OfMember = z.object({ id: Uuid, member_id: Uuid })

/** A request is about one organization: another one, even of the same person, needs X-Organization-Id. */
function refuseOther(actor: Actor, organizationId: string): void {
  if (actor.organizationId !== organizationId) throw notFound('organization', organizationId)
}

export const memberRoutes =
  (parts: IdentityParts): FastifyPluginAsync =>
  async (scope) => {
    const app = scope.withTypeProvider<ZodTypeProvider>()
    app.get(
      ALL,
      {
        schema: {
          tags,
          params: InOrganization,
          querystring: ListQuery,
          response: { 200: pageOf(Member) },
        },
        config: { permission: 'settings:read' },
      },
      async ({ actor, params, query }) => {
        refuseOther(actor, params.id)
        const after = decodeCursor(query.cursor)?.[1] ?? null
        const page = { limit: query.limit + 1, after }
        const rows = await parts.database.identity(({ db }) => listMembers(db, params.id, page))
        return toPage(rows, query.limit, ({ id }) => [null, id], presentMember)
      },
    )
    app.post(
      ALL,
      {
        schema: { tags, params: InOrganization, body: MemberInput, response: { 201: Member } },
        config: { permission: 'members:manage', idempotent: true },
      },
      async (request, reply) => {
        refuseOther(request.actor, request.params.id)
        const answer = answerCreated<Member>(request, reply, () => ({ status: 201 }))
        const { actor, body, id } = request
        return answer.send(await inviteMember(parts, actor, body, id, answer.keep))
      },
    )
    app.patch(
      ONE,
      {
        schema: { tags, params: OfMember, body: MemberPatch, response: { 200: Member } },
        config: { permission: 'members:manage' },
      },
      async (request) => {
        const { actor, params, body, id: correlationId } = request
        refuseOther(actor, params.id)
        return changeMemberRole(parts.database, {
          actor,
          memberId: params.member_id,
          role: body.role,
          correlationId,
        })
      },
    )
    app.delete(
      ONE,
      {
        schema: { tags, params: OfMember, response: { 204: z.null() } },
        config: { permission: 'members:manage' },
      },
      async (request, reply) => {
        refuseOther(request.actor, request.params.id)
        await removeMember(parts.database, request.actor, request.params.member_id, request.id)
        return reply.code(204).send(null)
      },
    )
  }
