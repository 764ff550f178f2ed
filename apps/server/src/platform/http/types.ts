/** What the http layer adds to Fastify's own types. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Permission } from '@insa/contracts'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Actor } from '../identity/actor.ts'

/** The application as a routes file uses it: bodies and answers are typed by their Zod schemas. */
export type TypedApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

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
    /** What it answers names canary records on purpose, to whoever may know of them: nothing rings. */
    namesCanaries?: boolean
    /** A POST that creates: takes an Idempotency-Key. */
    idempotent?: boolean
    /** Headers that it reads beside those of every route, by name, in words for the OpenAPI document. */
    reads?: Record<string, string>
  }
}
