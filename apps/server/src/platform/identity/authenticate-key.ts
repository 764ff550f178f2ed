/** API keys: found by their hash, bound to one organization, their use noted about once a minute. */
import { Role } from '@insa/contracts'
import { sql } from 'kysely'
import { last } from '../database/statement-marks.ts'
import { AppError } from '../http/errors.ts'
import type { Actor } from './actor.ts'
import { notAMember } from './chosen-organization.ts'
import type { IdentityParts } from './identity-parts.ts'
import { permissionsOf } from './permissions.ts'
import { hashSecret } from './secrets.ts'

/** How exact `last_used_at` is. */
const USE_NOTED_EVERY_MS = 60_000

/** @throws AppError 401 for a key that is unknown, revoked or past its end. */
export async function authenticateKey(
  parts: IdentityParts,
  key: string,
  organizationId: string | null,
): Promise<Actor> {
  const row = await parts.database.identity(({ db }) =>
    db
      .selectFrom('api_keys')
      .modifyFront(last)
      .select([
        'id',
        'organization_id',
        'name',
        'person_id',
        'role',
        'scopes',
        'last_used_at',
        'expires_at',
        'revoked_at',
      ])
      .where('key_hash', '=', hashSecret(key))
      .executeTakeFirst(),
  )
  if (!row) throw new AppError(401, 'auth.invalid_key', 'This API key is not known here.')
  if (row.revoked_at) throw new AppError(401, 'auth.key_revoked', 'This API key was revoked.')
  if (row.expires_at && row.expires_at.getTime() <= Date.now()) {
    throw new AppError(401, 'auth.key_expired', 'This API key is past its end.')
  }
  if (organizationId !== null && organizationId !== row.organization_id) throw notAMember()
  noteUse(parts, row.id, row.last_used_at)
  const role = Role.parse(row.role)
  return {
    kind: 'api_key',
    id: row.id,
    personId: row.person_id,
    name: row.name,
    email: null,
    organizationId: row.organization_id,
    role,
    permissions: permissionsOf(role, row.scopes),
  }
}

function noteUse(parts: IdentityParts, id: string, lastUsedAt: Date | null): void {
  if (lastUsedAt && Date.now() - lastUsedAt.getTime() < USE_NOTED_EVERY_MS) return
  parts.inBackground('noting the use of an API key', async () => {
    const minute = sql<Date>`now() - make_interval(secs => ${USE_NOTED_EVERY_MS / 1000})`
    await parts.database.identity(({ db }) =>
      db
        .updateTable('api_keys')
        .set({ last_used_at: sql<Date>`now()` })
        .where('id', '=', id)
        .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', minute)]))
        .execute(),
    )
  })
}
