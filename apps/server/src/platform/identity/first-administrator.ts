/**
 * The first start: an organization, its administrator, and their key. It is over when somebody has been told how to sign in,
 * or has done so; one that was cut off before is begun anew, with another password.
 */
import { type Selectable, sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Database, IdentityTx } from '../database/database.ts'
import type { UnfinishedFirstStart } from '../database/schema.generated.ts'
import { CREDENTIAL, insertUser } from './insert-user.ts'
import { hashPassword } from './password.ts'
import { hashSecret, shownPrefix } from './secrets.ts'
import { freeSlug } from './slug.ts'

export interface FirstAdministrator {
  email: string
  password: string
  apiKey: string | null
  organizationName: string
}

/** A first start that has begun and is not over. */
export interface FirstStartClaim {
  organizationId: string
  userId: string
  /** Of the administrator, who may be there from a start that was cut off. */
  email: string
  /** Of the password that was set: while it stands, no other process has begun anew. */
  passwordHash: string
}

// Any constant of our own: two processes that start at once take turns.
const LOCK_ID = 4_672_002

/** Whether nobody is there yet, or nobody was told how to sign in. */
export function awaitsFirstStart(database: Database): Promise<boolean> {
  return database.identity(async ({ db }) => {
    const cutOff = await db
      .selectFrom('unfinished_first_start')
      .select('user_id')
      .executeTakeFirst()
    if (cutOff) return true
    return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) === undefined
  })
}

/**
 * Makes them, or sets the password of an administrator of whom nobody was told.
 * @returns null when somebody is there already who can sign in.
 */
export async function beginFirstStart(
  database: Database,
  input: FirstAdministrator,
): Promise<FirstStartClaim | null> {
  const passwordHash = await hashPassword(input.password)
  return database.identity(async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK_ID})`.execute(tx.db)
    const cutOff = await tx.db.selectFrom('unfinished_first_start').selectAll().executeTakeFirst()
    if (cutOff) return beginAnew(tx, cutOff, input.apiKey, passwordHash)
    const somebody = await tx.db.selectFrom('members').select('id').limit(1).executeTakeFirst()
    return somebody ? null : insertAll(tx, input, passwordHash)
  })
}

/** Whether the password is still the one that was set with this claim. */
export function holdsFirstStart(database: Database, claim: FirstStartClaim): Promise<boolean> {
  return database.identity(async ({ db }) => {
    const row = await db
      .selectFrom('unfinished_first_start')
      .select('user_id')
      .where('password_hash', '=', claim.passwordHash)
      .executeTakeFirst()
    return row !== undefined
  })
}

/** The administrator has been told how to sign in: no start sets their password again. */
export async function endFirstStart(database: Database, claim: FirstStartClaim): Promise<void> {
  await database.identity(({ db }) =>
    db
      .deleteFrom('unfinished_first_start')
      .where('password_hash', '=', claim.passwordHash)
      .execute(),
  )
}

/** The same, because they have signed in. */
export async function endFirstStartOf(database: Database, userId: string): Promise<void> {
  await database.identity(({ db }) =>
    db.deleteFrom('unfinished_first_start').where('user_id', '=', userId).execute(),
  )
}

async function beginAnew(
  { db }: IdentityTx,
  cutOff: Selectable<UnfinishedFirstStart>,
  apiKey: string | null,
  passwordHash: string,
): Promise<FirstStartClaim | null> {
  const { user_id: userId, organization_id: organizationId } = cutOff
  const user = await db
    .selectFrom('users')
    .select('email')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  const { numUpdatedRows } = await db
    .updateTable('accounts')
    .set({ password: passwordHash, updated_at: sql<Date>`now()` })
    .where('user_id', '=', userId)
    .where('provider_id', '=', CREDENTIAL)
    .where('password', '=', cutOff.password_hash)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) {
    await db.deleteFrom('unfinished_first_start').where('user_id', '=', userId).execute()
    return null
  }
  await db
    .updateTable('unfinished_first_start')
    .set({ password_hash: passwordHash })
    .where('user_id', '=', userId)
    .execute()
  await insertKey(db, organizationId, { userId, email: user.email }, apiKey)
  return { organizationId, userId, email: user.email, passwordHash }
}

async function insertAll(
  { db }: IdentityTx,
  input: FirstAdministrator,
  passwordHash: string,
): Promise<FirstStartClaim> {
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
  await insertKey(db, organizationId, { userId, email }, input.apiKey)
  await db
    .insertInto('unfinished_first_start')
    .values({ user_id: userId, organization_id: organizationId, password_hash: passwordHash })
    .execute()
  return { organizationId, userId, email, passwordHash }
}

/** The same key may be there from a start that was cut off. */
async function insertKey(
  db: IdentityTx['db'],
  organizationId: string,
  { userId, email }: { userId: string; email: string },
  apiKey: string | null,
): Promise<void> {
  if (apiKey === null) return
  await db
    .insertInto('api_keys')
    .values({
      id: uuidv7(),
      organization_id: organizationId,
      name: 'First administrator',
      prefix: shownPrefix(apiKey),
      key_hash: hashSecret(apiKey),
      role: 'administrator',
      created_by: `user:${email}`,
      person_id: userId,
    })
    .onConflict((c) => c.column('key_hash').doNothing())
    .execute()
}
