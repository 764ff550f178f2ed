/** The least that the program can be signed in as on PostgreSQL. */
import { v7 as uuidv7 } from 'uuid'
import { queryPostgres } from './fresh-postgres.ts'

export interface LoginRole {
  /** The same database, signed in as the role. */
  url: string
  /** After its database: a role with rights somewhere cannot be dropped. */
  drop(): Promise<void>
}

/** Makes a role that owns nothing, bypasses nothing, and has no right but to take on the program's roles. */
export async function createLoginRole(databaseUrl: string): Promise<LoginRole> {
  const name = `login_${uuidv7().replaceAll('-', '')}`
  await queryPostgres(
    databaseUrl,
    `CREATE ROLE ${name} LOGIN PASSWORD 'test' NOSUPERUSER NOBYPASSRLS NOINHERIT NOCREATEDB NOCREATEROLE`,
    `GRANT insa_app, insa_identity, insa_sweeper, insa_sealer, insa_reporter TO ${name} WITH INHERIT FALSE, SET TRUE`,
  )
  const url = new URL(databaseUrl)
  url.username = name
  url.password = 'test'
  const server = new URL(databaseUrl)
  server.pathname = '/postgres'
  return {
    url: url.href,
    drop: async () => void (await queryPostgres(server.href, `DROP ROLE ${name}`)),
  }
}
