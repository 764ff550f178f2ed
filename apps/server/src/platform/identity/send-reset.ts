/** The mail with the link to choose another password. */
import { v7 as uuidv7 } from 'uuid'
import type { IdentityParts } from './identity-parts.ts'
import { passwordResetMail } from './mails.ts'
import { recordForUser } from './record-for-user.ts'

interface Person {
  id: string
  email: string
}

/** Sends it as the person's first organization's; who belongs to none gets no mail. */
export async function sendReset(
  parts: IdentityParts,
  person: Person,
  token: string,
): Promise<void> {
  const first = await parts.database.identity(({ db }) =>
    db
      .selectFrom('members')
      .select('organization_id')
      .where('user_id', '=', person.id)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst(),
  )
  if (!first) return
  await parts.database.tenant(first.organization_id, (tx) =>
    parts.sendMail(tx, passwordResetMail(parts.publicUrl(), person.email, token)),
  )
}

/** better-auth tells of it without the request, so the entry has a correlation id of its own. */
export function reportReset(parts: IdentityParts, person: Person): void {
  recordForUser(parts, person, 'user.password_reset', uuidv7())
}
