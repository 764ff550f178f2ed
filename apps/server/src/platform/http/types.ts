/** What the http layer adds to Fastify's own types. */
import type { Permission } from '@insa/contracts'
import type { Actor } from '../identity/actor.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before the handler on every route that is not open. */
    actor: Actor
  }
  interface FastifyContextConfig {
    /** Answers without a key: health, sign-in, its assets. */
    open?: boolean
    /** Any person or key. */
    signedIn?: boolean
    /** Who may: checked by one hook. */
    permission?: Permission
    /** A POST that creates: takes an Idempotency-Key. */
    idempotent?: boolean
  }
}
