/**
 * `Idempotency-Key` on POSTs that create: the first answer is kept and given again to the same request. It is written in
 * the transaction that creates, so neither is ever there without the other, however the process ends. The same key with
 * another request is 422, and while the first is still being answered 409.
 */
import { createHash } from 'node:crypto'
import type { Execution } from '@insa/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Database, TenantTx } from '../database/database.ts'
import { jsonb } from '../database/json.ts'
import { actorLabel } from '../identity/actor.ts'
import { AppError, conflict, invalid } from './errors.ts'

const MAX_KEY_LENGTH = 255

const JSON_TYPE = 'application/json; charset=utf-8'

/** Writes down what will be answered, in the transaction that makes it. Without an Idempotency-Key it does nothing. */
export type KeepAnswer<T> = (tx: TenantTx, made: T) => Promise<void>

/** How a route answers with what it has made, now and to the same request later. */
export interface CreatingAnswer<T> {
  keep: KeepAnswer<T>
  send(made: T): FastifyReply
}

interface Held {
  actor: string
  key: string
  fingerprint: string
  /** The body that was kept. */
  body: string | null
}

const heldKey = Symbol('idempotency key')
type HoldingRequest = FastifyRequest & { [heldKey]?: Held }

/** Adds the hooks for every route whose config says `idempotent`. */
export function addIdempotency(app: FastifyInstance, database: Database): void {
  /** What this process is answering, by who asked and the key. */
  const answering = new Map<string, string>()
  app.addHook('preHandler', async (request, reply) => {
    const key = readKey(request)
    if (key === null) return
    const held = { actor: actorLabel(request.actor), key, fingerprint: fingerprintOf(request) }
    const current = answering.get(placeOf(request, held))
    if (current !== undefined) {
      throw current === held.fingerprint ? beingAnswered() : usedForAnother()
    }
    answering.set(placeOf(request, held), held.fingerprint)
    ;(request as HoldingRequest)[heldKey] = { ...held, body: null }
    const kept = await findKept(database, request, held)
    if (!kept) return
    if (kept.fingerprint !== held.fingerprint) throw usedForAnother()
    return replay(reply, kept)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const held = (request as HoldingRequest)[heldKey]
    if (!held) return payload
    // Who waited for the end gets the end again.
    const isLater = held.body !== null && reply.statusCode < 300 && held.body !== payload
    if (isLater) await replaceKept(database, request, held, reply, String(payload))
    answering.delete(placeOf(request, held))
    return payload
  })
}

/** @param describe status and headers; `send` answers with these, and `keep` remembers them with the body. */
export function answerCreated<T extends object>(
  request: FastifyRequest,
  reply: FastifyReply,
  describe: (made: T) => { status: number; headers?: Record<string, string> },
): CreatingAnswer<T> {
  return {
    async keep(tx, made) {
      const held = (request as HoldingRequest)[heldKey]
      if (!held) return
      const { status, headers = {} } = describe(made)
      held.body = String(reply.serializeInput(made as Record<string, unknown>, String(status)))
      await insertKept(tx, held, status, headers)
    },
    send(made) {
      const { status, headers = {} } = describe(made)
      return reply.code(status).headers(headers).send(made)
    },
  }
}

/** 202 with the address of the execution. */
export const answerAccepted = (
  request: FastifyRequest,
  reply: FastifyReply,
): CreatingAnswer<Execution> =>
  answerCreated(request, reply, ({ id }) => ({
    status: 202,
    headers: { location: `/api/v1/executions/${id}` },
  }))

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

const placeOf = ({ actor }: FastifyRequest, held: Pick<Held, 'actor' | 'key'>) =>
  JSON.stringify([actor.organizationId, held.actor, held.key])

const beingAnswered = () =>
  conflict(
    'idempotency.in_progress',
    'The first request with this Idempotency-Key is still being answered.',
  )

const usedForAnother = () =>
  new AppError(422, 'idempotency.key_reused', 'This Idempotency-Key was used for another request.')

interface Kept {
  fingerprint: string
  status: number
  headers: unknown
  body: string | null
}

const findKept = (
  database: Database,
  request: FastifyRequest,
  { actor, key }: Omit<Held, 'body'>,
) =>
  database.tenant(request.actor.organizationId, (tx) =>
    tx.db
      .selectFrom('idempotency_keys')
      .select(['fingerprint', 'status', 'headers', 'body'])
      .where('actor', '=', actor)
      .where('key', '=', key)
      // Without one: of an earlier version, whose process died before it answered.
      .where('status', 'is not', null)
      .$narrowType<{ status: number }>()
      .executeTakeFirst(),
  )

function replay(reply: FastifyReply, kept: Kept): FastifyReply {
  return reply
    .code(kept.status)
    .headers((kept.headers ?? {}) as Record<string, string>)
    .header('idempotency-replayed', 'true')
    .serializer((body) => body as string)
    .send(kept.body)
}

/** @throws AppError 409 when another process has answered meanwhile: what this one made is undone with its transaction. */
async function insertKept(
  tx: TenantTx,
  { actor, key, fingerprint, body }: Held,
  status: number,
  headers: Record<string, string>,
): Promise<void> {
  const answer = {
    fingerprint,
    status,
    headers: jsonb<unknown>({ 'content-type': JSON_TYPE, ...headers }),
    body,
  }
  const inserted = await tx.db
    .insertInto('idempotency_keys')
    .values({ actor, key, ...answer })
    .onConflict((c) =>
      c
        .columns(['organization_id', 'actor', 'key'])
        .doUpdateSet(answer)
        .where('idempotency_keys.status', 'is', null),
    )
    .returning('key')
    .executeTakeFirst()
  if (!inserted) throw beingAnswered()
}

async function replaceKept(
  database: Database,
  request: FastifyRequest,
  { actor, key }: Held,
  reply: FastifyReply,
  body: string,
): Promise<void> {
  const applied = reply.getHeader('preference-applied')
  await database.tenant(request.actor.organizationId, (tx) =>
    tx.db
      .updateTable('idempotency_keys')
      .set({
        status: reply.statusCode,
        headers: sql`headers || ${jsonb(applied === undefined ? {} : { 'preference-applied': String(applied) })}`,
        body,
      })
      .where('actor', '=', actor)
      .where('key', '=', key)
      .execute(),
  )
}

function fingerprintOf(request: FastifyRequest): string {
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest('hex')
}
