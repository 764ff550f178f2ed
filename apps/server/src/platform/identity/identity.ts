/** Ways in: sign-in, API keys, organizations, members, invitations. The one door is `authenticate`. */
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { createLocalCounters } from '../limits/local-counters.ts'
import type { Actor } from './actor.ts'
import { apiKeyRoutes } from './api-keys.routes.ts'
import { createAttemptLimiter } from './attempt-limiter.ts'
import { authRoutes } from './auth.routes.ts'
import { authenticate } from './authenticate.ts'
import {
  awaitsFirstStart,
  beginFirstStart,
  endFirstStart,
  type FirstAdministrator,
  type FirstStartClaim,
  holdsFirstStart,
} from './first-administrator.ts'
import type { IdentityDeps, IdentityParts } from './identity-parts.ts'
import { invitationRoutes } from './invitations.routes.ts'
import { meRoutes } from './me.routes.ts'
import { memberRoutes } from './members.routes.ts'
import { organizationRoutes } from './organizations.routes.ts'
import type { Report } from './report.ts'
import { reportReset, sendReset } from './send-reset.ts'
import { createSignInEngine, type SignInEngine } from './sign-in-engine.ts'

export interface Identity {
  /**
   * By `Authorization: Bearer KEY`, else by session cookie. null: nobody. Reads the database each time, so a revocation
   * or another role holds at once; an open event stream can call it again.
   * @throws AppError 401 for a key that is unknown, revoked or too old; 403 for a foreign organization or page.
   */
  authenticate(request: FastifyRequest): Promise<Actor | null>
  /** `/api/auth/*`, and `/api/v1` of me, keys, organizations, members and invitations. */
  routes: FastifyPluginAsync
  /** Whether nobody is there yet, or nobody was told how to sign in. */
  awaitsFirstStart(): Promise<boolean>
  /** Organization, administrator, key; null when somebody is there who can sign in. */
  beginFirstStart(input: FirstAdministrator): Promise<FirstStartClaim | null>
  /** Whether no other process has begun anew since: then its password is the one to tell. */
  holdsFirstStart(claim: FirstStartClaim): Promise<boolean>
  /** Call when the administrator has been told how to sign in. */
  endFirstStart(claim: FirstStartClaim): Promise<void>
  /** Ends what runs behind answers (reset mails, audit entries). Call before the database closes. */
  close(): Promise<void>
}

/** Makes the door; nothing is read or loaded yet. */
export function createIdentity(deps: IdentityDeps): Identity {
  const report: Report = deps.report ?? (() => undefined)
  const background = createBackground(report)
  let engine: Promise<SignInEngine> | undefined
  const parts: IdentityParts = {
    ...deps,
    report,
    limiter: createAttemptLimiter(deps.counters ?? createLocalCounters()),
    inBackground: background.run,
    engine() {
      engine ??= createSignInEngine({
        database: deps.database,
        secret: deps.secret,
        publicUrl: deps.publicUrl(),
        sendReset: (user, token) => sendReset(parts, user, token),
        onPasswordReset: async (user) => reportReset(parts, user),
        report,
      }).catch((error: unknown) => {
        engine = undefined
        throw error
      })
      return engine
    },
  }
  return {
    authenticate: (request) => authenticate(parts, request),
    routes: async (app) => {
      // Names, rights and once a key: nothing for a cache, not even the browser's own.
      app.addHook(
        'onSend',
        async (_request, reply) => void reply.header('cache-control', 'no-store'),
      )
      await app.register(authRoutes(parts))
      await app.register(invitationRoutes(parts))
      await app.register(meRoutes(parts))
      await app.register(apiKeyRoutes(parts))
      await app.register(organizationRoutes(parts))
      await app.register(memberRoutes(parts))
    },
    awaitsFirstStart: () => awaitsFirstStart(deps.database),
    beginFirstStart: (input) => beginFirstStart(deps.database, input),
    holdsFirstStart: (claim) => holdsFirstStart(deps.database, claim),
    endFirstStart: (claim) => endFirstStart(deps.database, claim),
    close: background.settle,
  }
}

function createBackground(report: Report) {
  const running = new Set<Promise<void>>()
  return {
    run(what: string, work: () => Promise<void>): void {
      const task = work()
        .catch((error: unknown) => report(error, `Failed: ${what}`))
        .finally(() => running.delete(task))
      running.add(task)
    },
    async settle(): Promise<void> {
      // A task may start another.
      while (running.size > 0) await Promise.all(running)
    },
  }
}
