import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createFreshPostgres,
  type FreshPostgres,
  queryPostgres,
} from '../../testing/fresh-postgres.ts'
import { createLoginRole, type LoginRole } from '../../testing/login-role.ts'
import { openPostgres } from './open-postgres.ts'

// PGlite's user is a superuser whom policies do not bind: only here is the isolation the database's own.
describe('on PostgreSQL, somebody who got hold of the program’s own connection', () => {
  const [ours, theirs] = [uuidv7(), uuidv7()]
  let fresh: FreshPostgres
  let login: LoginRole
  let connection: pg.Client

  beforeAll(async () => {
    fresh = await createFreshPostgres()
    const database = await openPostgres(fresh.url, () => undefined)
    for (const [id, company] of [
      [ours, 'Ours Ltd'],
      [theirs, 'Theirs Ltd'],
    ] as const) {
      await database.identity(({ db }) =>
        db.insertInto('organizations').values({ id, name: company, slug: id }).execute(),
      )
      await database.tenant(id, ({ db }) =>
        db.insertInto('leads').values({ id: uuidv7(), company_name: company }).execute(),
      )
    }
    await database.close()
    login = await createLoginRole(fresh.url)
    connection = new pg.Client({ connectionString: login.url })
    await connection.connect()
  })

  afterAll(async () => {
    await connection.end()
    await fresh.drop()
    await login.drop()
  })

  /** Statements in one transaction that is rolled back. @returns the rows of the last. */
  async function run(...statements: string[]): Promise<Record<string, unknown>[]> {
    try {
      await connection.query('BEGIN')
      let rows: Record<string, unknown>[] = []
      for (const statement of statements) rows = (await connection.query(statement)).rows
      return rows
    } finally {
      await connection.query('ROLLBACK')
    }
  }

  const asApp = 'SET LOCAL ROLE insa_app'
  const as = (organizationId: string) => `SET LOCAL app.organization_id = '${organizationId}'`
  const companies = 'SELECT company_name FROM leads'

  it('is no superuser, bypasses no policy and inherits nothing', async () => {
    const [role] = await run(
      'SELECT rolsuper, rolbypassrls, rolinherit FROM pg_roles WHERE rolname = current_user',
    )
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolinherit: false })
  })

  it('reads and writes no table without taking on a role [tenancy.rls]', async () => {
    const tables = await queryPostgres(
      fresh.url,
      "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations'",
    )
    expect(tables.length).toBeGreaterThan(15)
    for (const { tablename } of tables) {
      const denied = `permission denied for table ${tablename}`
      await expect(run(`SELECT FROM ${tablename} LIMIT 1`)).rejects.toThrow(denied)
      await expect(run(`INSERT INTO ${tablename} DEFAULT VALUES`)).rejects.toThrow(denied)
      await expect(run(`UPDATE ${tablename} SET id = id`)).rejects.toThrow(
        /permission denied|does not exist/,
      )
      await expect(run(`DELETE FROM ${tablename}`)).rejects.toThrow(denied)
    }
  })

  it('sees one tenant as the application, and none before it is named [tenancy.rls]', async () => {
    expect(await run(asApp, companies)).toEqual([])
    expect(await run(asApp, as(ours), companies)).toEqual([{ company_name: 'Ours Ltd' }])
    expect(await run(asApp, as(theirs), companies)).toEqual([{ company_name: 'Theirs Ltd' }])
  })

  it('sees what it asks a tenant’s functions for, of that tenant only', async () => {
    const search = "SELECT company_name FROM leads WHERE id IN (SELECT search_lead_ids('%ltd%'))"
    expect(await run(asApp, as(ours), search)).toEqual([{ company_name: 'Ours Ltd' }])
    expect(
      await run(asApp, as(ours), "SELECT count(*)::int AS n FROM search_lead_ids('%')"),
    ).toEqual([{ n: 1 }])
    expect(await run(asApp, "SELECT count(*)::int AS n FROM search_lead_ids('%')")).toEqual([
      { n: 0 },
    ])
    await expect(run("SELECT search_lead_ids('%')")).rejects.toThrow(
      'permission denied for function',
    )
  })

  it('cannot switch the policies off [tenancy.rls]', async () => {
    await expect(run(asApp, as(ours), 'SET LOCAL row_security = off', companies)).rejects.toThrow(
      'would be affected by row-level security',
    )
    await expect(run('ALTER TABLE leads DISABLE ROW LEVEL SECURITY')).rejects.toThrow(
      'must be owner',
    )
    await expect(run('DROP POLICY tenant ON leads')).rejects.toThrow('must be owner')
    await expect(run('GRANT SELECT ON leads TO PUBLIC')).rejects.toThrow('permission denied')
    await expect(run('CREATE TABLE mine ()')).rejects.toThrow('permission denied for schema public')
  })

  it('can become nobody with more rights', async () => {
    await expect(run('SET LOCAL ROLE postgres')).rejects.toThrow('permission denied to set role')
    await expect(run(asApp, 'SET LOCAL ROLE pg_read_all_data', companies)).rejects.toThrow(
      'permission denied to set role',
    )
  })
})
