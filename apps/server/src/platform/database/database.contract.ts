/**
 * What every database must do for the program, whatever it runs on and as whom it is signed in: PGlite and PostgreSQL
 * pass the same suite, so a test on one may be trusted for the other.
 */
// long file: one suite, read from top to bottom as what a database owes the program
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { recordAudit } from '../audit/audit.ts'
import type { Database, SystemTx, TenantTx } from './database.ts'

export interface DatabaseUnderTest {
  /** As the program opens it at every start, migrations included. */
  open(): Promise<Database>
  /** One statement past all policies, as the owner of the tables. */
  asOwner(database: Database, statement: string): Promise<Record<string, unknown>[]>
  dispose(): Promise<void>
}

/** Tables that are read before a tenant is known, or belong to no tenant. */
const WITHOUT_TENANT = [
  'users',
  'sessions',
  'accounts',
  'verifications',
  'organizations',
  'members',
  'invitations',
  'api_keys',
  'unfinished_first_start',
  'processes',
  'scheduler_lease',
  'event_positions',
  'schema_migrations',
]

/** @param prepare makes an empty one; the suite closes it. */
export function describeDatabase(name: string, prepare: () => Promise<DatabaseUnderTest>): void {
  describe(`database contract: ${name}`, () => {
    let under: DatabaseUnderTest
    let database: Database
    let ours: string
    let theirs: string

    beforeAll(async () => {
      under = await prepare()
      database = await under.open()
    })

    afterAll(async () => {
      await database.close()
      await under.dispose()
    })

    beforeEach(async () => {
      ours = await insertOrganization(database)
      theirs = await insertOrganization(database)
    })

    const owner = (statement: string) => under.asOwner(database, statement)
    const ourLeads = () => database.tenant(ours, readLeadNames)
    const theirLeads = () => database.tenant(theirs, readLeadNames)

    describe('migrations', () => {
      it('are applied once: opened again, everything is as it was [database.both]', async () => {
        await insertLead(database, ours, 'Kept Ltd')
        const applied = await owner('select name, applied_at from schema_migrations order by name')
        await database.close()
        database = await under.open()
        expect(await ourLeads()).toEqual(['Kept Ltd'])
        expect(await owner('select name, applied_at from schema_migrations order by name')).toEqual(
          applied,
        )
      })

      it('leave no table of a tenant without its policy', async () => {
        const unprotected = await owner(`
          select relname from pg_class c where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
            and not (relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid
              and pg_get_expr(p.polqual, c.oid) like '%current_organization_id()%'
              and pg_get_expr(p.polwithcheck, c.oid) like '%current_organization_id()%'))
          order by relname`)
        expect(unprotected.map((r) => r.relname)).toEqual([...WITHOUT_TENANT].sort())
      })
    })

    describe('a tenant', () => {
      it('sees its own rows and nobody else’s', async () => {
        await insertLead(database, ours, 'Ours Ltd')
        const theirLead = await insertLead(database, theirs, 'Theirs Ltd')
        expect(await ourLeads()).toEqual(['Ours Ltd'])
        const found = await database.tenant(ours, ({ db }) =>
          db.selectFrom('leads').select('id').where('id', '=', theirLead).execute(),
        )
        expect(found).toEqual([])
      })

      it('changes and deletes nothing of another', async () => {
        const theirLead = await insertLead(database, theirs, 'Theirs Ltd')
        const changed = await database.tenant(ours, async ({ db }) => {
          const update = db
            .updateTable('leads')
            .set({ company_name: 'Taken' })
            .where('id', '=', theirLead)
          const updated = await update.executeTakeFirst()
          const deleted = await db
            .deleteFrom('leads')
            .where('id', '=', theirLead)
            .executeTakeFirst()
          return [updated.numUpdatedRows, deleted.numDeletedRows]
        })
        expect(changed).toEqual([0n, 0n])
        expect(await theirLeads()).toEqual(['Theirs Ltd'])
      })

      it('cannot insert a row for another', async () => {
        const insert = database.tenant(ours, ({ db }) =>
          db
            .insertInto('leads')
            .values({ id: uuidv7(), organization_id: theirs, company_name: 'Planted' })
            .execute(),
        )
        await expect(insert).rejects.toThrow('row-level security')
        expect(await theirLeads()).toEqual([])
      })

      it('cannot hand one of its rows to another', async () => {
        await insertLead(database, ours, 'Ours Ltd')
        const move = database.tenant(ours, ({ db }) =>
          db.updateTable('leads').set({ organization_id: theirs }).execute(),
        )
        await expect(move).rejects.toThrow('row-level security')
        expect(await theirLeads()).toEqual([])
      })

      it('that is nobody sees nothing and can add nothing', async () => {
        await insertLead(database, ours, 'Ours Ltd')
        expect(await database.tenant('', readLeadNames)).toEqual([])
        const insert = database.tenant('', ({ db }) =>
          db
            .insertInto('leads')
            .values({ id: uuidv7(), organization_id: ours, company_name: 'Planted' })
            .execute(),
        )
        await expect(insert).rejects.toThrow('row-level security')
      })

      it('ends with its transaction, also when that fails', async () => {
        await database.tenant(ours, async () => undefined)
        expect(await database.sweeper(currentTenant)).toBeNull()
        await database.tenant(ours, fail).catch(() => undefined)
        expect(await database.sweeper(currentTenant)).toBeNull()
      })

      it('finds words in its own leads only', async () => {
        const ourLead = await insertLead(database, ours, 'Needle & Sons')
        await insertLead(database, theirs, 'Needle & Daughters')
        const ids = await database.tenant(ours, ({ db }) =>
          sql<{ id: string }>`select search_lead_ids(array['%needle%', '%&%'], 10) as id`.execute(
            db,
          ),
        )
        expect(ids.rows.map(({ id }) => id)).toEqual([ourLead])
      })

      it('finds leads that are alike among its own only', async () => {
        const self = await insertLead(database, ours, 'Lake Mercer Water District')
        const twin = await insertLead(database, ours, 'Lake Mercer Water Distr.')
        await insertLead(database, theirs, 'Lake Mercer Water District')
        const { rows } = await database.tenant(ours, ({ db }) =>
          sql<{
            id: string
          }>`select id from similar_lead_ids('Lake Mercer Water District', 'sales@example.com', ${self}::uuid)`.execute(
            db,
          ),
        )
        expect(rows.map(({ id }) => id)).toEqual([twin])
      })
    })

    describe('a transaction', () => {
      it('that fails leaves nothing behind', async () => {
        const work = database.tenant(ours, async (tx) => {
          await addLead(tx, 'Gone Ltd')
          expect(await readLeadNames(tx)).toEqual(['Gone Ltd'])
          throw new Error('no')
        })
        await expect(work).rejects.toThrow('no')
        expect(await ourLeads()).toEqual([])
      })

      it('calls back after its commit, when others can see what it did', async () => {
        const seen: Promise<(string | null)[]>[] = []
        await database.tenant(ours, async (tx) => {
          tx.afterCommit(() => seen.push(ourLeads()))
          await addLead(tx, 'Seen Ltd')
          expect(seen).toEqual([])
        })
        expect(await Promise.all(seen)).toEqual([['Seen Ltd']])
      })

      it('calls nobody back when it fails', async () => {
        const called: string[] = []
        const work = database.tenant(ours, async (tx) => {
          tx.afterCommit(() => called.push('back'))
          await addLead(tx, 'Gone Ltd')
          await tx.db.insertInto('leads').values({ id: uuidv7(), organization_id: ours }).execute() // no name: a check refuses it
        })
        await expect(work).rejects.toThrow('check constraint')
        expect(called).toEqual([])
      })

      it('beside others keeps its own tenant, whatever they do meanwhile', async () => {
        const tenants = Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? ours : theirs))
        const seen = await Promise.all(
          tenants.map((tenant) =>
            database.tenant(tenant, async (tx) => {
              const before = await currentTenant(tx)
              await addLead(tx, 'Beside Ltd')
              return [before, await currentTenant(tx)]
            }),
          ),
        )
        expect(seen).toEqual(tenants.map((tenant) => [tenant, tenant]))
        expect([(await ourLeads()).length, (await theirLeads()).length]).toEqual([12, 12])
      })

      it('claims work that no other claims, when many ask at once', async () => {
        const due = await Promise.all(
          Array.from({ length: 8 }, () => insertExecution(database, ours)),
        )
        const claims = await Promise.all(
          Array.from({ length: 12 }, () => database.sweeper(claimOne(ours))),
        )
        expect(claims.filter((id) => id !== null).sort()).toEqual([...due].sort())
      })
    })

    describe('the identity role', () => {
      it('cannot read leads', async () => {
        await expect(database.identity(readLeadNames)).rejects.toThrow(
          'permission denied for table leads',
        )
      })

      it('cannot search leads either', async () => {
        const search = database.identity(({ db }) =>
          sql`select search_lead_ids(array['%'], 1)`.execute(db),
        )
        await expect(search).rejects.toThrow('permission denied for function search_lead_ids')
      })

      it('goes on as a tenant in the same transaction: both are kept, or neither', async () => {
        const rename = (then: () => void) =>
          database.identity(async (tx) => {
            await tx.db
              .updateTable('organizations')
              .set({ name: 'Renamed' })
              .where('id', '=', ours)
              .execute()
            await tx.asTenant(ours, (tenant) => recordAudit(tenant, RENAMED))
            await tx.db.selectFrom('users').select('id').execute()
            then()
          })
        await expect(rename(fail)).rejects.toThrow('failed on purpose')
        expect(await readAudit(database, ours)).toEqual([])
        await rename(() => undefined)
        expect(await readAudit(database, ours)).toEqual(['organization.renamed'])
        const [organization] = await owner(`select name from organizations where id = '${ours}'`)
        expect(organization).toEqual({ name: 'Renamed' })
      })
    })

    describe('the application role', () => {
      it('adds to the audit trail, and can neither change nor delete what stands there', async () => {
        await database.tenant(ours, (tx) => recordAudit(tx, RENAMED))
        const update = database.tenant(ours, ({ db }) =>
          db.updateTable('audit_entries').set({ actor: 'nobody' }).execute(),
        )
        await expect(update).rejects.toThrow('permission denied for table audit_entries')
        const remove = database.tenant(ours, ({ db }) => db.deleteFrom('audit_entries').execute())
        await expect(remove).rejects.toThrow('permission denied for table audit_entries')
        expect(await readAudit(database, ours)).toEqual(['organization.renamed'])
      })

      it.each(['users', 'sessions', 'accounts', 'api_keys', 'members', 'invitations'])(
        'cannot read %s',
        async (table) => {
          const read = database.tenant(ours, ({ db }) =>
            sql`select 1 from ${sql.table(table)}`.execute(db),
          )
          await expect(read).rejects.toThrow(`permission denied for table ${table}`)
        },
      )
    })

    describe('the sweeper', () => {
      it('sees the executions of every tenant, and their leads of none', async () => {
        const executions = [
          await insertExecution(database, ours),
          await insertExecution(database, theirs),
        ]
        const seen = await database.sweeper(({ db }) =>
          db
            .selectFrom('agent_executions')
            .select('id')
            .where('id', 'in', executions)
            .orderBy('id')
            .execute(),
        )
        expect(seen.map(({ id }) => id)).toEqual(executions)
        await expect(database.sweeper(readLeadNames)).rejects.toThrow(
          'permission denied for table leads',
        )
      })

      it.each([
        'events',
        'outgoing_mails',
        'execution_steps',
        'idempotency_keys',
        'agent_switches',
        'model_calls',
      ])('reads %s', async (table) => {
        await database.sweeper(({ db }) => sql`select 1 from ${sql.table(table)}`.execute(db))
      })

      it('carries executions on, and neither makes nor deletes any', async () => {
        const id = await insertExecution(database, ours)
        const { numUpdatedRows } = await database.sweeper(({ db }) =>
          db
            .updateTable('agent_executions')
            .set({ attempts: 1 })
            .where('id', '=', id)
            .executeTakeFirst(),
        )
        expect(numUpdatedRows).toBe(1n)
        const remove = database.sweeper(({ db }) =>
          db.deleteFrom('agent_executions').where('id', '=', id).execute(),
        )
        await expect(remove).rejects.toThrow('permission denied')
        const make = database.sweeper(({ db }) => addExecution({ db }, ours))
        await expect(make).rejects.toThrow('permission denied')
      })
    })

    describe('the sealer', () => {
      it('reads the entries of every tenant, and changes, adds and deletes none', async () => {
        await database.tenant(ours, (tx) => recordAudit(tx, RENAMED))
        await database.tenant(theirs, (tx) => recordAudit(tx, RENAMED))
        const rows = await database.sealer(({ db }) =>
          db
            .selectFrom('audit_entries')
            .select('organization_id')
            .where('organization_id', 'in', [ours, theirs])
            .execute(),
        )
        expect(rows.map((r) => r.organization_id).sort()).toEqual([ours, theirs].sort())
        for (const statement of [
          "update audit_entries set actor = 'nobody'",
          'delete from audit_entries',
          `insert into audit_entries (id, organization_id, actor, action, correlation_id) values ('${uuidv7()}', '${ours}', 'a', 'b', 'c')`,
          "update audit_chain set hash = ''",
          'delete from audit_chain',
          "update audit_heads set signature = ''",
          'delete from audit_heads',
          'select 1 from leads',
        ]) {
          const run = database.sealer(({ db }) => sql.raw(statement).execute(db))
          await expect(run, statement).rejects.toThrow('permission denied')
        }
      })

      it('is the only one who chains: a tenant sees its chain and can neither add to it nor hide an entry', async () => {
        await database.tenant(ours, (tx) => recordAudit(tx, RENAMED))
        for (const statement of [
          `insert into audit_chain (organization_id, seq, entry_id, hash, sealed_at) values ('${ours}', 1, '${uuidv7()}', '', now())`,
          "insert into audit_heads (seq, hash, signed_at, key_id, public_key, signature) values (1, '', now(), '', '', '')",
          'delete from audit_unsealed',
          "update audit_chain set hash = ''",
        ]) {
          const run = database.tenant(ours, ({ db }) => sql.raw(statement).execute(db))
          await expect(run, statement).rejects.toThrow('permission denied')
        }
        const waiting = (id: string) =>
          database.tenant(id, ({ db }) =>
            db.selectFrom('audit_unsealed').select('entry_id').execute(),
          )
        expect((await waiting(ours)).length).toBe(1)
        expect(await waiting(theirs)).toEqual([])
      })
    })

    it('answers a ping', async () => {
      await expect(database.ping()).resolves.toBeUndefined()
    })

    it('gives counts as numbers, times as dates, and JSON as values', async () => {
      const { rows } = await database.sweeper(({ db }) =>
        sql`select count(*) as n, 9007199254740991::int8 as big, 'epoch'::timestamptz as at, '{"a": [1]}'::jsonb as json, array['x'] as list, null as nothing`.execute(
          db,
        ),
      )
      expect(rows).toEqual([
        {
          n: 1,
          big: Number.MAX_SAFE_INTEGER,
          at: new Date(0),
          json: { a: [1] },
          list: ['x'],
          nothing: null,
        },
      ])
    })
  })
}

const RENAMED = {
  actor: 'user:ana@example.com',
  action: 'organization.renamed',
  correlationId: 'contract',
}

function fail(): never {
  throw new Error('failed on purpose')
}

async function insertOrganization(database: Database): Promise<string> {
  const id = uuidv7()
  await database.identity(({ db }) =>
    db.insertInto('organizations').values({ id, name: 'Org', slug: id }).execute(),
  )
  return id
}

const insertLead = (database: Database, organizationId: string, company: string): Promise<string> =>
  database.tenant(organizationId, (tx) => addLead(tx, company))

async function addLead({ db }: TenantTx, company: string): Promise<string> {
  const id = uuidv7()
  await db
    .insertInto('leads')
    .values({ id, company_name: company, email_id: 'sales@example.com' })
    .execute()
  return id
}

async function readLeadNames({ db }: SystemTx): Promise<(string | null)[]> {
  const rows = await db.selectFrom('leads').select('company_name').orderBy('id').execute()
  return rows.map((r) => r.company_name)
}

const insertExecution = (database: Database, organizationId: string): Promise<string> =>
  database.tenant(organizationId, (tx) => addExecution(tx, organizationId))

async function addExecution({ db }: SystemTx, organizationId: string): Promise<string> {
  const id = uuidv7()
  await db
    .insertInto('agent_executions')
    .values({
      id,
      organization_id: organizationId,
      agent_type: 'contract',
      engine: 'baseline',
      correlation_id: id,
      triggered_by: 'system',
    })
    .execute()
  return id
}

/** As a worker does: the first row that is due and that nobody else is looking at. */
const claimOne =
  (organizationId: string) =>
  async ({ db }: SystemTx): Promise<string | null> => {
    const { rows } = await sql<{ id: string }>`
      update agent_executions set status = 'running' where id = (
        select id from agent_executions where status = 'queued' and organization_id = ${organizationId}
        order by id limit 1 for update skip locked)
      returning id`.execute(db)
    return rows[0]?.id ?? null
  }

async function currentTenant({ db }: SystemTx): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`select current_organization_id() as id`.execute(
    db,
  )
  return rows[0]?.id ?? null
}

async function readAudit(database: Database, organizationId: string): Promise<string[]> {
  const rows = await database.tenant(organizationId, ({ db }) =>
    db.selectFrom('audit_entries').select('action').execute(),
  )
  return rows.map(({ action }) => action)
}
