/** The first door: every answer of the API, whoever asked (watching is no matter of a route). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { actorLabel } from '../identity/actor.ts'
import type { CanaryWatch, Reading } from './canary-watch.ts'

/** A page of the console. Who pages on through larger ones takes the list home. */
const CONSOLE_PAGE = 50

/** Call before any route is registered. */
export function watchAnswers(app: FastifyInstance, watch: CanaryWatch): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const { actor, routeOptions } = request
    // What an agent's tool asks of us goes through the other door, where it is known which run it was.
    const isWatched = actor && actor.kind !== 'system' && !routeOptions.config?.namesCanaries
    if (!isWatched) return payload
    const { organizationId } = actor
    const asked = await watch.find(organizationId, decoded(request.url), 'mention')
    const isReport = routeOptions.config?.permission === 'reports:sql'
    const given =
      reply.statusCode < 300
        ? await watch.find(organizationId, textOf(payload), isReport ? 'cells' : 'record')
        : []
    const beside = given.filter((mark) => !asked.includes(mark))
    const reading = readingOf(request)
    if (asked.length > 0) {
      await watch.ring({ ...reading, outcome: wasGiven(reply) ? 'read' : 'refused' }, asked)
    }
    if (beside.length > 0) {
      await watch.ring({ ...reading, outcome: isGlance(request) ? 'listed' : 'read' }, beside)
    }
    return payload
  })
}

const readingOf = ({
  actor,
  id,
  method,
  routeOptions,
}: FastifyRequest): Omit<Reading, 'outcome'> => ({
  organizationId: actor.organizationId,
  kind: actor.kind,
  reader: actorLabel(actor),
  via: `${method} ${routeOptions.url ?? 'unknown'}`,
  executionId: null,
  correlationId: id,
})

/** 401 and 403 gave nothing; 404, 409, 412 and 422 say at least that it is there, or is not. */
const wasGiven = ({ statusCode }: FastifyReply): boolean => statusCode < 400

/** A signed-in person who had it among others in a list, as the console makes one. */
function isGlance({ actor, method, query }: FastifyRequest): boolean {
  const { limit, cursor } = (query ?? {}) as { limit?: unknown; cursor?: unknown }
  const isDump = cursor !== undefined && Number(limit) > CONSOLE_PAGE
  return actor.kind === 'user' && method === 'GET' && !isDump
}

/** Streams are the audit trail and events, which carry no records. */
function textOf(payload: unknown): string {
  if (typeof payload === 'string') return payload
  return Buffer.isBuffer(payload) ? payload.toString('utf8') : ''
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}
