/**
 * `Idempotency-Key` on POSTs that create: the first answer is kept a day and given again to the same request; the same key
 * with another request is 422, and while the first is still being answered 409.
 */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { jsonb } from '../database/json.ts'
import { actorLabel } from '../identity/actor.ts'
import { AppError, conflict, invalid } from './errors.ts'

const MAX_KEY_LENGTH = 255

/** A first request that died without an answer blocks its key this long, in seconds. */
const ABANDONED_AFTER_S = 60

const KEPT_HEADERS = ['location', 'etag', 'content-type', 'preference-applied'] as const

const heldKey = Symbol('idempotency key')
type Held = FastifyRequest & { [heldKey]?: string }

/** Adds the hooks for every route whose config says `idempotent`. */
export function addIdempotency(app: FastifyInstance, database: Database): void {
  app.addHook('preHandler', async (request, reply) => {
    const key = readKey(request)
    if (key === null) return
    const found = await begin(database, request, key)
    if (found) return replay(reply, found)
    ;(request as Held)[heldKey] = key
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const key = (request as Held)[heldKey]
    if (key === undefined) return payload
    // A refused or failed request created nothing: the key stays free for the next try.
    await (reply.statusCode < 300 && typeof payload === 'string'
      ? finish(database, request, reply, key, payload)
      : release(database, request, key))
    return payload
  })
}

function readKey(request: FastifyRequest): string | null {
  if (!request.routeOptions.config.idempotent) return null
  const key = request.headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key !== 'string' || key.length < 1 || key.length > MAX_KEY_LENGTH) {
    throw invalid([
      {
        path: 'Idempotency-Key',
        code: 'invalid_key',
        message: `1 to ${MAX_KEY_LENGTH} characters.`,
      },
    ])
  }
  return key
}

interface Kept {
  fingerprint: string
  status: number | null
  headers: unknown
  body: string | null
}

async function begin(
  database: Database,
  request: FastifyRequest,
  key: string,
): Promise<Kept | null> {
  const fingerprint = fingerprintOf(request)
  const actor = actorLabel(request.actor)
  const kept = await database.tenant(request.actor.organizationId, async (tx) => {
    const inserted = await tx.db
      .insertInto('idempotency_keys')
      .values({ actor, key, fingerprint })
      .onConflict((c) =>
        c
          .columns(['organization_id', 'actor', 'key'])
          .doUpdateSet({ fingerprint, created_at: sql<Date>`now()` })
          .where('idempotency_keys.status', 'is', null)
          .where(
            'idempotency_keys.created_at',
            '<',
            sql<Date>`now() - make_interval(secs => ${ABANDONED_AFTER_S})`,
          ),
      )
      .returning('key')
      .executeTakeFirst()
    if (inserted) return null
    return tx.db
      .selectFrom('idempotency_keys')
      .select(['fingerprint', 'status', 'headers', 'body'])
      .where('actor', '=', actor)
      .where('key', '=', key)
      .executeTakeFirstOrThrow()
  })
  if (!kept) return null
  if (kept.fingerprint !== fingerprint) {
    throw new AppError(
      422,
      'idempotency.key_reused',
      'This Idempotency-Key was used for another request.',
    )
  }
  if (kept.status === null) {
    throw conflict(
      'idempotency.in_progress',
      'The first request with this Idempotency-Key is still being answered.',
    )
  }
  return kept
}

function replay(reply: FastifyReply, kept: Kept): FastifyReply {
  for (const [name, value] of Object.entries((kept.headers ?? {}) as Record<string, string>)) {
    reply.header(name, value)
  }
  return reply
    .code(kept.status ?? 200)
    .header('idempotency-replayed', 'true')
    .serializer((body) => body as string)
    .send(kept.body)
}

async function finish(
  database: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  key: string,
  body: string,
): Promise<void> {
  const headers = Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = reply.getHeader(name)
      return value === undefined ? [] : [[name, String(value)]]
    }),
  )
  await database.tenant(request.actor.organizationId, (tx) =>
    tx.db
      .updateTable('idempotency_keys')
      .set({ status: reply.statusCode, headers: jsonb(headers), body })
      .where('actor', '=', actorLabel(request.actor))
      .where('key', '=', key)
      .execute(),
  )
}

async function release(database: Database, request: FastifyRequest, key: string): Promise<void> {
  await database.tenant(request.actor.organizationId, (tx) =>
    tx.db
      .deleteFrom('idempotency_keys')
      .where('actor', '=', actorLabel(request.actor))
      .where('key', '=', key)
      .where('status', 'is', null)
      .execute(),
  )
}

function fingerprintOf(request: FastifyRequest): string {
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest('hex')
}
