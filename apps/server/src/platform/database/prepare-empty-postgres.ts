/** A database on a server, made ready to take in a dump. */
import pg from 'pg'
import { PROGRAM_ROLES } from './program-roles.ts'

/**
 * Makes the roles that the dump grants rights to: it refers to them and does not hold them.
 * @throws when the database is not empty, or does not answer.
 */
export async function prepareEmptyPostgres(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'insa-restore' })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; tables: number }>(
      `SELECT current_database() AS name, (SELECT count(*)::int FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')) AS tables`,
    )
    const found = rows[0]
    if (!found || found.tables > 0) {
      throw new Error(
        `The database "${found?.name}" of DATABASE_URL is not empty (${found?.tables} tables), and a restore replaces nothing. Make an empty one (createdb insa_restored), set DATABASE_URL to it, and restore again.`,
      )
    }
    for (const role of PROGRAM_ROLES) {
      await client.query(
        `DO $$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role} NOLOGIN; END IF;
          IF NOT pg_has_role(current_user, '${role}', 'SET') THEN EXECUTE format('GRANT ${role} TO %I', current_user); END IF;
        END $$`,
      )
    }
  } finally {
    await client.end()
  }
}
