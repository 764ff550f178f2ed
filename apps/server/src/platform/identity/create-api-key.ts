/** A new API key: shown in the answer, kept as its hash. */
import type { ApiKeyCreated, ApiKeyInput } from '@insa/contracts'
import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import type { IdentityTx } from '../database/database.ts'
import { AppError, forbidden, invalid } from '../http/errors.ts'
import { type Actor, actorLabel } from './actor.ts'
import { API_KEY_COLUMNS, type ApiKeyRow, presentApiKey } from './api-keys.store.ts'
import type { IdentityParts } from './identity-parts.ts'
import { permissionsOf, refuseBeyond } from './permissions.ts'
import { apiKeyFor, hashSecret, newApiKey, shownPrefix } from './secrets.ts'

interface Request {
  actor: Actor
  input: z.infer<typeof ApiKeyInput>
  idempotencyKey: string | null
  correlationId: string
}

/** How long a repeated request gets the first one's key again. */
const REPEATABLE_MS = 24 * 60 * 60 * 1000

/**
 * With an Idempotency-Key the key is derived from it (secrets.ts), so that a repeated request answers the same without
 * the key being kept.
 * @throws AppError 403 for rights or a life that the actor does not have; 422 for an end in the past, or an
 *   Idempotency-Key that made another key.
 */
export async function createApiKey(parts: IdentityParts, request: Request): Promise<ApiKeyCreated> {
  const { actor, input, idempotencyKey } = request
  refuseBeyond(actor, permissionsOf(input.role, input.scopes))
  const expiresAt = input.expires_at ? new Date(input.expires_at) : null
  if (expiresAt && expiresAt.getTime() <= Date.now()) {
    throw invalid([{ path: 'expires_at', code: 'in_the_past', message: 'Must be in the future.' }])
  }
  const key =
    idempotencyKey === null
      ? newApiKey()
      : apiKeyFor(parts.secret, [actor.organizationId, actorLabel(actor), idempotencyKey])
  const row = await parts.database.identity(async (tx) => {
    await refuseLongerLife(tx, actor, expiresAt)
    return (
      (await insert(tx, request, expiresAt, key)) ??
      (await firstAnswer(tx, request, expiresAt, key))
    )
  })
  return { ...presentApiKey(row), key }
}

/** A key that ends cannot live on through another one. */
async function refuseLongerLife(
  { db }: IdentityTx,
  actor: Actor,
  expiresAt: Date | null,
): Promise<void> {
  if (actor.kind !== 'api_key') return
  const own = await db
    .selectFrom('api_keys')
    .select('expires_at')
    .where('id', '=', actor.id)
    .executeTakeFirstOrThrow()
  if (own.expires_at && (!expiresAt || expiresAt > own.expires_at)) {
    throw forbidden(
      `This key ends on ${own.expires_at.toISOString()}; it cannot make one that lives longer.`,
    )
  }
}

/** @returns undefined when this very key is there already. */
async function insert(
  tx: IdentityTx,
  { actor, input, correlationId }: Request,
  expiresAt: Date | null,
  key: string,
): Promise<ApiKeyRow | undefined> {
  const row = await tx.db
    .insertInto('api_keys')
    .values({
      id: uuidv7(),
      organization_id: actor.organizationId,
      name: input.name,
      prefix: shownPrefix(key),
      key_hash: hashSecret(key),
      role: input.role,
      scopes: input.scopes,
      created_by: actorLabel(actor),
      person_id: actor.personId,
      expires_at: expiresAt,
    })
    .onConflict((c) => c.column('key_hash').doNothing())
    .returning(API_KEY_COLUMNS)
    .executeTakeFirst()
  if (!row) return undefined
  await tx.asTenant(actor.organizationId, (tenant) =>
    recordAudit(tenant, {
      actor: actorLabel(actor),
      action: 'api_key.created',
      subject: { type: 'api_key', id: row.id },
      correlationId,
      details: {
        name: row.name,
        role: row.role,
        scopes: row.scopes,
        expires_at: input.expires_at ?? null,
      },
    }),
  )
  return row
}

async function firstAnswer(
  { db }: IdentityTx,
  { input }: Request,
  expiresAt: Date | null,
  key: string,
): Promise<ApiKeyRow> {
  const row = await db
    .selectFrom('api_keys')
    .select(API_KEY_COLUMNS)
    .where('key_hash', '=', hashSecret(key))
    .executeTakeFirstOrThrow()
  const same =
    row.name === input.name &&
    row.role === input.role &&
    row.scopes.join() === input.scopes.join() &&
    (row.expires_at?.getTime() ?? null) === (expiresAt?.getTime() ?? null)
  if (same && Date.now() - row.created_at.getTime() < REPEATABLE_MS) return row
  throw new AppError(
    422,
    'idempotency.key_reused',
    'This Idempotency-Key was used for another request.',
  )
}
