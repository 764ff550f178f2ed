/** Reading API keys. The key itself is nowhere: only its hash and its first characters. */
import { ApiKey } from '@insa/contracts'
import type { Selectable } from 'kysely'
import type { Database } from '../database/database.ts'
import type { ApiKeys } from '../database/schema.generated.ts'

export type ApiKeyRow = Omit<Selectable<ApiKeys>, 'key_hash' | 'organization_id' | 'person_id'>

export const API_KEY_COLUMNS = [
  'id',
  'name',
  'prefix',
  'role',
  'scopes',
  'created_by',
  'created_at',
  'last_used_at',
  'expires_at',
  'revoked_at',
] as const

/** Newest first, revoked ones too: they tell what once could enter. */
export function listApiKeys(
  database: Database,
  organizationId: string,
  page: { limit: number; before: string | null },
): Promise<ApiKeyRow[]> {
  return database.identity(({ db }) => {
    const query = db
      .selectFrom('api_keys')
      .select(API_KEY_COLUMNS)
      .where('organization_id', '=', organizationId)
      .orderBy('id', 'desc')
      .limit(page.limit)
    return (page.before === null ? query : query.where('id', '<', page.before)).execute()
  })
}

export const presentApiKey = (row: ApiKeyRow): ApiKey =>
  ApiKey.parse({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    role: row.role,
    scopes: row.scopes,
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
    expires_at: row.expires_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
  })
