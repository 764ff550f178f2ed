/** `/api/v1/invitations/{token}`: open, the token in the link is the right. */
import { GivenName, InvitationPreview } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { acceptInvitation } from './accept-invitation.ts'
import { callerOf } from './caller.ts'
import { refuseCrossSite } from './cross-site.ts'
import type { IdentityParts } from './identity-parts.ts'
import { findInvitation } from './invitations.store.ts'
import { NewPassword } from './password.ts'

const tags = ['identity']
const config = { open: true }
const ByToken = z.object({ token: z.string().min(1).max(200) })
const Acceptance = z.strictObject({
  name: GivenName,
  password: NewPassword,
})

export const invitationRoutes =
  (parts: IdentityParts): FastifyPluginAsync =>
  async (scope) => {
    const app = scope.withTypeProvider<ZodTypeProvider>()
    app.addHook('onRequest', async (request) => refuseCrossSite(request, parts.publicUrl()))
    app.get(
      '/api/v1/invitations/:token',
      { schema: { tags, params: ByToken, response: { 200: InvitationPreview } }, config },
      async ({ params }) => {
        const { email, organization_name, role } = await findInvitation(
          parts.database,
          params.token,
        )
        return { email, organization_name, role }
      },
    )
    const Accepted = z.object({ email: z.string(), organization_name: z.string() })
    app.post(
      '/api/v1/invitations/:token/accept',
      { schema: { tags, params: ByToken, body: Acceptance, response: { 200: Accepted } }, config },
      async (request) =>
        acceptInvitation(parts, request.params.token, request.body, callerOf(request)),
    )
  }
