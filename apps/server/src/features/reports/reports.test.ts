/** Reports in SQL: what administrators may ask, and what nobody gets out of it, on both databases. */
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'

/** Words of an attack, and what the refusal names. */
const HOSTILE: [string, string][] = [
  // More than one statement, or another kind of it
  ['select 1; select 2', 'one statement'],
  ['select 1; drop table leads', 'one statement'],
  ['-- nothing', 'one statement'],
  ["insert into leads (company_name) values ('x')", 'INSERT'],
  ["update reports.leads set city = 'x'", 'UPDATE'],
  ['delete from leads', 'DELETE'],
  ['truncate leads', 'TRUNCATE'],
  ['create table mine (a int)', 'CREATE'],
  ['drop view reports.leads', 'DROP'],
  ['alter role insa_reporter superuser', 'ALTERROLE'],
  ['grant select on leads to public', 'GRANT'],
  ["copy (select 1) to program 'id'", 'COPY'],
  ["copy leads from '/etc/passwd'", 'COPY'],
  ['vacuum', 'VACUUM'],
  ['do $$ begin perform pg_sleep(9); end $$', 'DO'],
  ['explain analyze select 1', 'EXPLAIN'],
  ['prepare x as select 1', 'PREPARE'],
  ['begin', 'TRANSACTION'],
  ['set role insa_app', 'VARIABLESET'],
  ["set app.organization_id = '00000000-0000-0000-0000-000000000000'", 'VARIABLESET'],
  ['reset role', 'VARIABLESET'],
  ['listen x', 'LISTEN'],
  ['select 1 into mine', 'INTO'],
  ['select * from leads for update', 'FOR UPDATE'],
  // In one half of a UNION, whose halves stand without their name in the tree
  ['select 1 into mine union select 2', 'INTO'],
  [
    '(with recursive x as (select 1 union all select 1 from x) select * from x) union select 2',
    'RECURSIVE',
  ],
  ['select 1 union (select id from public.users)', 'public.users is no report'],
  ["select 1 union select set_config('role', 'insa_app', true)::int", 'set_config'],
  ['(select id from leads for update) union select null', 'FOR UPDATE'],
  [
    'select 1 where 1 in (with recursive x as (select 1 union all select 1 from x) select * from x)',
    'RECURSIVE',
  ],
  // Changes inside of a SELECT
  [
    "with x as (insert into leads (company_name) values ('x') returning 1) select * from x",
    'INSERT',
  ],
  ['with x as (delete from leads returning id) select * from x', 'DELETE'],
  // Role, tenant, settings
  ["select set_config('role', 'insa_app', true)", 'set_config'],
  ["select pg_catalog.set_config('app.organization_id', id::text, true) from leads", 'set_config'],
  ["select current_setting('app.organization_id')", 'current_setting'],
  ['select current_user', 'Who asks'],
  ['select session_user', 'Who asks'],
  // Functions that run text, wait, read files, reach out, or lock
  ["select query_to_xml('select * from public.leads', true, true, '')", 'query_to_xml'],
  ["select table_to_xml('public.users', true, true, '')", 'table_to_xml'],
  ['select pg_sleep(10)', 'pg_sleep'],
  ['select count(*) from leads where pg_sleep(1) is null', 'pg_sleep'],
  ['select * from leads order by pg_sleep(1)', 'pg_sleep'],
  ["select pg_read_file('/etc/passwd')", 'pg_read_file'],
  ["select pg_ls_dir('/')", 'pg_ls_dir'],
  ["select lo_import('/etc/passwd')", 'lo_import'],
  ["select dblink('host=10.0.0.1', 'select 1')", 'dblink'],
  ['select pg_terminate_backend(1)', 'pg_terminate_backend'],
  ['select pg_advisory_lock(1)', 'pg_advisory_lock'],
  ["select nextval('events_seq')", 'nextval'],
  ["select pg_notify('x', 'y')", 'pg_notify'],
  ['select txid_current()', 'txid_current'],
  ["select public.search_lead_ids('%')", 'search_lead_ids'],
  ["select fold_text('x')", 'fold_text'],
  ["select has_table_privilege('public.users', 'select')", 'has_table_privilege'],
  ['select version()', 'version'],
  // Other places
  ['select * from public.leads', 'public.leads is no report'],
  ['select * from users', 'users is no report'],
  ['select * from api_keys', 'api_keys is no report'],
  ['select * from pg_catalog.pg_authid', 'pg_authid is no report'],
  ['select * from pg_settings', 'pg_settings is no report'],
  ['select * from information_schema.tables', 'tables is no report'],
  ['select * from other.reports.leads', 'is no report'],
  ['select (select count(*) from public.users)', 'public.users is no report'],
  ['select 1 where exists (select 1 from audit_entries)', 'audit_entries is no report'],
  [
    'with pg_class as (select 1) select * from (with y as (select 1) select 1) z, pg_class',
    'another name',
  ],
  ["select 'pg_authid'::regclass", 'regclass'],
  ["select '1'::public.anything", 'public.anything'],
  // What takes for ever, or all memory
  ['with recursive x as (select 1 union all select 1 from x) select count(*) from x', 'RECURSIVE'],
  ['select * from generate_series(1, 1000000000)', 'function in FROM'],
  ['select generate_series(1, 1000000000)', 'generate_series'],
  ["select repeat('x', 1000000000)", 'repeat'],
  ["select lpad('x', 1000000000)", 'lpad'],
  ["select string_agg(city, '') from leads", 'string_agg'],
  ["select 1 from leads where company_name ~ '(a+)+$'", 'operator ~'],
  ["select 1 from leads where company_name similar to '(a|b)*'", 'has no place'],
  ['select 9.9 ^ 100000', 'operator ^'],
  [`select ${"'x' || ".repeat(9)} 'x'`, 'too many texts'],
  ['select * from leads tablesample system (1)', 'has no place'],
  [`select ${'1 + '.repeat(1_200)} 1`, 'too long'],
  [`select 1 from ${'leads, '.repeat(8)} customers`, 'Join 8 views'],
  // Around the words
  ['select 1) as r; drop table leads; select * from (select 1', 'PostgreSQL cannot read it'],
  ['select 1) as r, (select 2', 'PostgreSQL cannot read it'],
  ['select $1', 'has no place'],
  ["select U&'\\0073et_config'('role', 'x', true)", 'PostgreSQL cannot read it'],
  ["select \"set_config\"('role', 'insa_app', true)", 'set_config'],
  ['select 1 operator(pg_catalog.+) 1', 'operator pg_catalog.+'],
  ["select json_object('a': 1)", 'has no place'],
  ['select xmlelement(name a)', 'has no place'],
  ['table pg_authid', 'pg_authid is no report'],
  ['select row(1)', 'has no place'],
]

describe.each(DATABASE_KINDS)('a report on %s', { timeout: 120_000 }, (kind) => {
  let app: TestApp
  let leadId: string
  beforeAll(async () => {
    app = await testApp({ database: kind })
    const sales = app.acme.as('sales').leads
    for (const [company_name, country] of [
      ['Aceros', 'Mexico'],
      ['Stahl', 'Germany'],
      ['Eisen', 'Germany'],
    ] as const) {
      const lead = await sales.create(sampleLead({ company_name, country }))
      leadId = lead.id
      await sales.qualify(lead.id, { wait: 30 })
    }
    await app.globex.as('sales').leads.create(sampleLead({ company_name: 'Not yours' }))
  })
  afterAll(() => app.close())

  const ask = (statement: string, more: object = {}, key = app.acme.keys.administrator) =>
    app.request('/api/v1/reports/sql', { key, body: { sql: statement, ...more } })
  const rows = async (statement: string) => {
    const { status, body } = await ask(statement)
    if (status !== 200) throw new Error(body.detail)
    return body.rows
  }

  it('groups, joins, ranks and counts over the views [reports.sql]', async () => {
    const { status, body } = await ask(`
      with scored as (
        select l.country, s.qualification_score, s.fit,
          rank() over (partition by l.country order by s.qualification_score desc) as place
        from leads l join lead_scores s on s.lead_id = l.id
      )
      select country, count(*) as leads, round(avg(qualification_score), 1) as mean, max(fit) as fit,
        count(*) filter (where place = 1) as first, percentile_cont(0.5) within group (order by qualification_score) as median
      from scored where country in ('Germany', 'Mexico') and country like '%e%'
      group by country order by 2 desc, 1; -- a comment at the end`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      columns: ['country', 'leads', 'mean', 'fit', 'first', 'median'],
      has_more: false,
      estimated_cost: expect.any(Number),
    })
    expect(body.rows.map((r: unknown[]) => r.slice(0, 2))).toEqual([
      ['Germany', 2],
      ['Mexico', 1],
    ])
    const views =
      'select (select count(distinct lead_id) from executions) as e, (select count(*) from model_calls) as m, (select count(*) from approvals) as a, (select count(*) from customers) as c, (select count(*) from opportunities) as o'
    expect(await rows(views)).toEqual([[3, 0, 0, 0, 0]])
    expect(
      await rows(
        `select company_name, date_trunc('day', created_at) <= now() from leads where id = '${leadId}'`,
      ),
    ).toEqual([['Eisen', true]])
  })

  it('shows one organization, whoever asks and whatever is asked [reports.tenant]', async () => {
    expect(await rows('select company_name from leads order by 1')).toEqual([
      ['Aceros'],
      ['Eisen'],
      ['Stahl'],
    ])
    const theirs = await ask('select company_name from leads', {}, app.globex.keys.administrator)
    expect(theirs.body.rows).toEqual([['Not yours']])
    expect(
      await rows("select count(*) from leads where company_name = 'Not yours' or true"),
    ).toEqual([[3]])
  })

  it('is the administrator’s alone, and recorded [reports.sql]', async () => {
    for (const role of ['manager', 'sales', 'viewer'] as const) {
      expect((await ask('select 1 as one', {}, app.acme.keys[role])).status).toBe(403)
    }
    await ask('select 42 as answer')
    const { data } = await app.acme.as('administrator').audit.list({ action: 'report.asked' })
    expect(data[0]?.details).toEqual({ sql: 'select 42 as answer' })
  })

  it.each(HOSTILE)('refuses %j [reports.hostile]', async (statement, said) => {
    const { status, body } = await ask(statement)
    expect({ status, detail: body.detail }).toEqual({
      status: 422,
      detail: expect.stringContaining(said),
    })
  })

  it('is refused before it runs when it would cost too much [reports.limits]', async () => {
    const many = sql`insert into leads (id, organization_id, company_name)
      select gen_random_uuid(), ${app.acme.id}, 'Many ' || n from generate_series(1, 3000) n`
    await ownerQuery(app.database, many)
    await ownerQuery(app.database, sql`analyze leads`)
    const { status, body } = await ask('select count(*) from leads a, leads b, leads c')
    await ownerQuery(app.database, sql`delete from leads where company_name like 'Many %'`)
    expect(status).toBe(422)
    expect(body.detail).toContain('The planner expects it to cost')
  })

  it('is cut at its rows and says that there are more [reports.limits]', async () => {
    const { body } = await ask('select company_name from leads order by 1', { limit: 2 })
    expect(body).toMatchObject({ rows: [['Aceros'], ['Eisen']], has_more: true })
    expect((await ask('select 1 as a', { limit: 1_001 })).status).toBe(422)
    const none = await ask('select company_name from leads where false')
    expect(none.body).toMatchObject({ columns: [], rows: [], has_more: false })
  })

  it('tells a mistake in the words of PostgreSQL', async () => {
    expect((await ask('select colour from leads')).body.detail).toContain(
      'column "colour" does not exist',
    )
    expect((await ask('select 1 as a, 2 as a')).body.detail).toContain('the same name')
    expect((await ask('select 1 / 0 as x')).body.detail).toContain('division by zero')
    expect((await ask('selec 1')).body.detail).toContain('syntax error at or near "selec"')
  })

  it('has walls behind the words: role, views, read-only, tenant [reports.walls]', async () => {
    const inside = (text: string) =>
      app.database.reporter(
        app.acme.id,
        async ({ db }) => (await sql.raw<object>(text).execute(db)).rows,
      )
    for (const table of ['leads', 'users', 'api_keys', 'agent_executions', 'audit_entries']) {
      await expect(inside(`select * from public.${table}`)).rejects.toThrow(/permission denied/)
    }
    await expect(inside('update reports.leads set city = null')).rejects.toThrow(
      /permission denied|read-only/,
    )
    await expect(inside('create table reports.mine ()')).rejects.toThrow(
      /permission denied|read-only/,
    )
    await expect(inside("select public.search_lead_ids('%')")).rejects.toThrow(/permission denied/)
    await expect(inside("select nextval('public.events_seq')")).rejects.toThrow(
      /permission denied|read-only/,
    )
    expect(await inside('select count(*)::int as n from reports.leads')).toEqual([{ n: 3 }])
    const nobody = app.database.reporter(
      uuidv7(),
      async ({ db }) => (await sql.raw('select 1 from reports.leads').execute(db)).rows,
    )
    expect(await nobody).toEqual([])
    const [bound] = await inside(
      "select current_user as who, current_setting('transaction_read_only') as read_only",
    )
    expect(bound).toEqual({ who: 'insa_reporter', read_only: 'on' })
  })
})

describe('a report on PostgreSQL that takes too long', { timeout: 60_000 }, () => {
  it('is ended by the database [reports.limits]', async () => {
    const app = await testApp({ database: 'postgres', working: false })
    const startedAt = performance.now()
    await expect(
      app.database.reporter(app.acme.id, async ({ db }) => sql`select pg_sleep(30)`.execute(db)),
    ).rejects.toThrow('statement timeout')
    expect(performance.now() - startedAt).toBeLessThan(20_000)
    await app.close()
  })
})
