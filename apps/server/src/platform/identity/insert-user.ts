/** A person with a password, as better-auth expects to find them. */
import type { Transaction } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { DB } from '../database/schema.generated.ts'
import { conflict } from '../http/errors.ts'

/** The provider of accounts that sign in with a password. */
export const CREDENTIAL = 'credential'

/**
 * The address counts as verified: it came from the invitation's mail, or from whoever runs the server.
 * @throws AppError 409 when somebody was faster with this address.
 */
export async function insertUser(
  db: Transaction<DB>,
  user: { id: string; email: string; name: string; passwordHash: string },
): Promise<void> {
  const { id, email, name, passwordHash } = user
  const inserted = await db
    .insertInto('users')
    .values({ id, email, name, email_verified: true })
    .onConflict((c) => c.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted)
    throw conflict(
      'user.exists',
      'This address got an account just now. Try again with its password.',
    )
  await db
    .insertInto('accounts')
    .values({
      id: uuidv7(),
      user_id: id,
      account_id: id,
      provider_id: CREDENTIAL,
      password: passwordHash,
    })
    .execute()
}
