/** The first start: an organization, its administrator, and their key. */
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Database, IdentityTx } from '../database/database.ts'
import { insertUser } from './insert-user.ts'
import { hashPassword } from './password.ts'
import { hashSecret, shownPrefix } from './secrets.ts'
import { freeSlug } from './slug.ts'

export interface FirstAdministrator {
  email: string
  password: string
  apiKey: string | null
  organizationName: string
}

// Any constant of our own: two processes that start at once take turns.
const LOCK_ID = 4_672_002

export function hasAnyUser(database: Database): Promise<boolean> {
  return database.identity(async ({ db }) => {
    return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined
  })
}

/**
 * Makes them, unless another process was faster.
 * @returns the ids, and whether they are new.
 */
export async function createFirstAdministrator(database: Database, input: FirstAdministrator) {
  const passwordHash = await hashPassword(input.password)
  return database.identity(async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK_ID})`.execute(tx.db)
    const first = await tx.db
      .selectFrom('members')
      .select(['organization_id', 'user_id'])
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    if (first)
      return { organizationId: first.organization_id, userId: first.user_id, created: false }
    return { ...(await insertAll(tx, input, passwordHash)), created: true }
  })
}

async function insertAll({ db }: IdentityTx, input: FirstAdministrator, passwordHash: string) {
  const [organizationId, userId] = [uuidv7(), uuidv7()]
  const email = input.email.toLowerCase()
  const slug = await freeSlug(db, input.organizationName)
  await db
    .insertInto('organizations')
    .values({ id: organizationId, name: input.organizationName, slug })
    .execute()
  await insertUser(db, { id: userId, email, name: 'Administrator', passwordHash })
  await db
    .insertInto('members')
    .values({
      id: uuidv7(),
      organization_id: organizationId,
      user_id: userId,
      role: 'administrator',
    })
    .execute()
  if (input.apiKey !== null) {
    await db
      .insertInto('api_keys')
      .values({
        id: uuidv7(),
        organization_id: organizationId,
        name: 'First administrator',
        prefix: shownPrefix(input.apiKey),
        key_hash: hashSecret(input.apiKey),
        role: 'administrator',
        created_by: `user:${email}`,
      })
      .execute()
  }
  return { organizationId, userId }
}
