/** Organizations to test with: each has an administrator and one API key for every role. */
import { type Client, createClient, Role } from '@insa/contracts'
import { v7 as uuidv7 } from 'uuid'
import type { Database } from '../platform/database/database.ts'
import { hashSecret, newApiKey } from '../platform/identity/secrets.ts'

export interface TestOrganization {
  id: string
  administratorEmail: string
  /** An API key for each role. */
  keys: Record<Role, string>
  /** The person whom each of them belongs to; only the administrator is a member besides. */
  people: Record<Role, string>
  /** The typed client, over real HTTP, with the key of a role. */
  as(role: Role): Client
}

/** Puts the rows in place without hashing passwords: nobody signs in here, keys speak. */
export async function insertTestOrganization(
  database: Database,
  name: string,
  baseUrl: string,
): Promise<TestOrganization> {
  const [id, userId] = [uuidv7(), uuidv7()]
  const administratorEmail = `boss@${name.toLowerCase()}.example.com`
  const keys = Object.fromEntries(Role.options.map((role) => [role, newApiKey()])) as Record<
    Role,
    string
  >
  const people = Object.fromEntries(
    Role.options.map((role) => [role, role === 'administrator' ? userId : uuidv7()]),
  ) as Record<Role, string>
  await database.identity(async ({ db }) => {
    await db
      .insertInto('organizations')
      .values({ id, name, slug: `${name.toLowerCase()}-${id}` })
      .execute()
    await db
      .insertInto('users')
      .values({ id: userId, name: 'Boss', email: administratorEmail, email_verified: true })
      .execute()
    await db
      .insertInto('users')
      .values(
        Role.options
          .filter((role) => people[role] !== userId)
          .map((role) => ({
            id: people[role],
            name: role,
            email: `${role}.${id}@example.com`,
            email_verified: true,
          })),
      )
      .execute()
    await db
      .insertInto('members')
      .values({ id: uuidv7(), organization_id: id, user_id: userId, role: 'administrator' })
      .execute()
    await db
      .insertInto('api_keys')
      .values(
        Role.options.map((role) => ({
          id: uuidv7(),
          organization_id: id,
          name: `${role} key`,
          prefix: keys[role].slice(0, 10),
          key_hash: hashSecret(keys[role]),
          role,
          created_by: `user:${administratorEmail}`,
          person_id: people[role],
        })),
      )
      .execute()
  })
  return {
    id,
    administratorEmail,
    keys,
    people,
    as: (role) => createClient({ baseUrl, apiKey: keys[role] }),
  }
}
