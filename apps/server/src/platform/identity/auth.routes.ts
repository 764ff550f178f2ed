/** `/api/auth`: the calls of better-auth that we use, with our schemas, limits and problem details. */
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { NoBody } from '../http/no-body.ts'
import { resetAttempt } from './attempts.ts'
import { callerOf } from './caller.ts'
import { changePassword } from './change-password.ts'
import { refuseCrossSite } from './cross-site.ts'
import type { IdentityParts } from './identity-parts.ts'
import { NewPassword, TriedPassword } from './password.ts'
import { passCookies, readSession, refuse, renewSession } from './session.ts'
import { signIn } from './sign-in.ts'

const Email = z.email().max(254)
const Done = z.object({ status: z.literal(true) })
const Person = z.object({ id: z.uuid(), name: z.string(), email: z.string() })
const done = { status: true } as const
const tags = ['sign-in']
const config = { open: true }

export const authRoutes =
  (parts: IdentityParts): FastifyPluginAsync =>
  async (scope) => {
    const app = scope.withTypeProvider<ZodTypeProvider>()
    // These answer without a session, so the guard's check does not cover them; they set and end cookies all the same.
    app.addHook('onRequest', async (request) => refuseCrossSite(request, parts.publicUrl()))

    const SignIn = z.strictObject({ email: Email, password: TriedPassword })
    app.post(
      '/api/auth/sign-in/email',
      { schema: { tags, body: SignIn, response: { 200: z.object({ user: Person }) } }, config },
      async (request, reply) => {
        const { headers, user } = await signIn(parts, request.body, callerOf(request))
        passCookies(reply, headers)
        return { user }
      },
    )

    app.post(
      '/api/auth/sign-out',
      { schema: { tags, body: NoBody, response: { 200: Done } }, config },
      async (request, reply) => {
        const engine = await parts.engine()
        const { headers } = await engine
          .signOut({ headers: callerOf(request).headers, returnHeaders: true })
          .catch((error: unknown) => refuse(parts, error))
        passCookies(reply, headers)
        return done
      },
    )

    const Session = z.object({ user: Person, session: z.object({ expires_at: z.iso.datetime() }) })
    app.get(
      '/api/auth/get-session',
      { schema: { tags, response: { 200: Session.nullable() } }, config },
      async (request, reply) => {
        const found = await renewSession(parts, request, reply)
        if (!found) return null
        return { user: found.user, session: { expires_at: found.session.expiresAt.toISOString() } }
      },
    )
    passwordRoutes(parts, scope)
  }

function passwordRoutes(parts: IdentityParts, scope: Parameters<FastifyPluginAsync>[0]): void {
  const app = scope.withTypeProvider<ZodTypeProvider>()

  const AskReset = z.strictObject({
    email: Email,
    redirectTo: z.literal('/reset-password').optional(),
  })
  app.post(
    '/api/auth/request-password-reset',
    { schema: { tags, body: AskReset, response: { 200: Done } }, config },
    async (request) => {
      const email = request.body.email.toLowerCase()
      await parts.limiter.take(resetAttempt(request.ip, email))
      // Nobody waits for it: the answer and its time are the same whether the address is known or not.
      parts.inBackground('a password reset', async () => {
        const engine = await parts.engine()
        await engine.requestPasswordReset({ body: { email }, headers: new Headers() })
      })
      return done
    },
  )

  const Reset = z.strictObject({ newPassword: NewPassword, token: z.string().min(1).max(200) })
  app.post(
    '/api/auth/reset-password',
    { schema: { tags, body: Reset, response: { 200: Done } }, config },
    async (request) => {
      const engine = await parts.engine()
      await engine
        .resetPassword({ body: request.body })
        .catch((error: unknown) => refuse(parts, error))
      return done
    },
  )

  const Change = z.strictObject({
    currentPassword: TriedPassword,
    newPassword: NewPassword,
    revokeOtherSessions: z.boolean().default(true),
  })
  app.post(
    '/api/auth/change-password',
    { schema: { tags, body: Change, response: { 200: Done } }, config },
    async (request, reply) => {
      const session = await readSession(parts, request)
      const headers = await changePassword(parts, session, request.body, callerOf(request))
      passCookies(reply, headers)
      return done
    },
  )
}
