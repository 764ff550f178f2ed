/** Where the console tells of errors in the browser. Whoever is signed in may: little, and not often. */
import { BrowserError } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ErrorBuffer } from '../../platform/errors/error-buffer.ts'
import { normaliseMessage } from '../../platform/errors/normalise-message.ts'
import { AppError } from '../../platform/http/errors.ts'
import type { Counters } from '../../platform/limits/counters.ts'

export interface BrowserErrorsDeps {
  errors: Pick<ErrorBuffer, 'note'>
  counters: Counters
}

/** Bytes of a body. */
const LARGEST = 16_384
const MINUTE_MS = 60_000
/** Of one person, and of the whole site, in a minute. A page that fails in a loop says nothing new. */
const MOST_OF_ONE = 10
const MOST_OF_ALL = 100

export const browserErrorsRoutes =
  ({ errors, counters }: BrowserErrorsDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    app.post(
      '/api/v1/browser-errors',
      {
        bodyLimit: LARGEST,
        schema: {
          tags: ['Errors'],
          summary: 'Tell of an error in the console',
          description: `${MOST_OF_ONE} a minute of one person. The console does so by itself.`,
          body: BrowserError,
          response: { 204: z.null() },
        },
        config: { signedIn: true },
      },
      async ({ actor, body, id }, reply) => {
        const limit = (key: string, max: number) => ({ key, max, windowMs: MINUTE_MS })
        const { counted, endsInMs } = await counters.take([
          limit(`browser-errors of ${actor.id}`, MOST_OF_ONE),
          limit('browser-errors', MOST_OF_ALL),
        ])
        if (!counted)
          throw new AppError(429, 'request.rate_limited', 'Too many errors were told of.', {
            retryAfter: Math.ceil(endsInMs / 1000),
          })
        errors.note({
          error: asThrown(body),
          origin: 'browser',
          where: normaliseMessage(body.page),
          what: 'The console failed in the browser',
          traceId: id,
        })
        return reply.code(204).send(null)
      },
    )
  }

/** As if it had been thrown here. */
function asThrown({ type, message, stack }: BrowserError): Error {
  const error = new Error(message)
  error.name = normaliseMessage(type)
  error.stack = stack ?? ''
  return error
}
