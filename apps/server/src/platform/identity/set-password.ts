/** Whoever runs the server sets a person's password: the way back in where no mail can bring a link. */
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { recordAudit } from '../audit/audit.ts'
import type { Database, IdentityTx } from '../database/database.ts'
import { CREDENTIAL } from './insert-user.ts'
import { hashPassword } from './password.ts'

/** As `actorLabel` writes them: somebody at the machine itself. */
const AT_THE_MACHINE = 'system:command_line'

/** Ends the person's sessions too. @returns false when nobody has an account with this address. */
export async function setPassword(
  database: Database,
  { email, password }: { email: string; password: string },
): Promise<boolean> {
  const passwordHash = await hashPassword(password)
  return database.identity(async (tx) => {
    const user = await tx.db
      .selectFrom('users')
      .select('id')
      .where('email', '=', email.toLowerCase())
      .executeTakeFirst()
    if (!user) return false
    await replaceHash(tx, user.id, passwordHash)
    await tx.db.deleteFrom('sessions').where('user_id', '=', user.id).execute()
    // They are told how to sign in: no start makes up another password.
    await tx.db.deleteFrom('unfinished_first_start').where('user_id', '=', user.id).execute()
    await record(tx, user.id)
    return true
  })
}

/** Addresses of the people who can let others in, for whoever has forgotten theirs. */
export async function listAdministratorEmails(database: Database): Promise<string[]> {
  const rows = await database.identity(({ db }) =>
    db
      .selectFrom('members')
      .innerJoin('users', 'users.id', 'members.user_id')
      .select('users.email')
      .distinct()
      .where('members.role', '=', 'administrator')
      .orderBy('users.email')
      .execute(),
  )
  return rows.map(({ email }) => email)
}

async function replaceHash({ db }: IdentityTx, userId: string, password: string): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('accounts')
    .set({ password, updated_at: sql<Date>`now()` })
    .where('user_id', '=', userId)
    .where('provider_id', '=', CREDENTIAL)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return
  await db
    .insertInto('accounts')
    .values({
      id: uuidv7(),
      user_id: userId,
      account_id: userId,
      provider_id: CREDENTIAL,
      password,
    })
    .execute()
}

async function record(tx: IdentityTx, userId: string): Promise<void> {
  const memberships = await tx.db
    .selectFrom('members')
    .select('organization_id')
    .where('user_id', '=', userId)
    .execute()
  for (const { organization_id } of memberships) {
    await tx.asTenant(organization_id, (tenant) =>
      recordAudit(tenant, {
        actor: AT_THE_MACHINE,
        action: 'user.password_reset',
        subject: { type: 'user', id: userId },
        correlationId: uuidv7(),
      }),
    )
  }
}
