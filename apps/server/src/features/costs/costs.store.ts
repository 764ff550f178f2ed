/** Adds up `model_calls`, which platform/budget writes. Days are UTC. */
import type { CostGroup, CostRow, Costs, CostsQuery } from '@insa/contracts'
import { type RawBuilder, sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'

export interface Span {
  from: string
  to: string
}

interface Sums {
  calls: number
  executions: number
  input: number
  output: number
  cache_read: number
  cache_write: number
  cost_usd: string
  cache_saved_usd: string
}

const SUMS = sql`count(c.id)::int as calls, count(distinct c.execution_id)::int as executions,
  coalesce(sum(c.input_tokens), 0)::float8 as input, coalesce(sum(c.output_tokens), 0)::float8 as output,
  coalesce(sum(c.cache_read_tokens), 0)::float8 as cache_read, coalesce(sum(c.cache_write_tokens), 0)::float8 as cache_write,
  coalesce(sum(c.cost_usd), 0)::numeric(20, 6)::text as cost_usd,
  coalesce(sum(c.cache_saved_usd), 0)::numeric(20, 6)::text as cache_saved_usd`

/** What a row is about, besides days. */
const KEY: Record<Exclude<CostGroup, 'day'>, RawBuilder<unknown>> = {
  agent: sql`c.agent_type`,
  model: sql`c.model`,
  engine: sql`c.engine`,
  lead: sql`coalesce(c.lead_id::text, '')`,
  execution: sql`c.execution_id::text`,
  step: sql`c.step`,
}

export async function readCostRows(
  tx: TenantTx,
  query: CostsQuery,
  span: Span,
): Promise<CostRow[]> {
  const rows =
    query.group_by === 'day'
      ? await readDays(tx, query, span)
      : await readGroups(tx, query, span, KEY[query.group_by])
  const names = query.group_by === 'lead' ? await readLeadNames(tx, rows) : new Map()
  return rows.map(({ key, ...sums }) => ({
    key,
    label: names.get(key) ?? (key === '' ? 'no lead' : key),
    ...presentSums(sums),
  }))
}

type Row = Sums & { key: string }

/** Every day has its row. */
const readDays = async (tx: TenantTx, query: CostsQuery, { from, to }: Span): Promise<Row[]> =>
  (
    await sql<Row>`
    select to_char(d, 'YYYY-MM-DD') as key, ${SUMS}
    from generate_series(${from}::date, ${to}::date, interval '1 day') d
    left join model_calls c on c.day = d::date and ${matching(query)}
    group by d order by d`.execute(tx.db)
  ).rows

const readGroups = async (
  tx: TenantTx,
  query: CostsQuery,
  span: Span,
  key: RawBuilder<unknown>,
): Promise<Row[]> =>
  (
    await sql<Row>`
    select ${key} as key, ${SUMS} from model_calls c where ${within(span)} and ${matching(query)}
    group by 1 order by sum(c.cost_usd) desc, 1 limit ${query.limit}`.execute(tx.db)
  ).rows

const within = ({ from, to }: Span) => sql`c.day between ${from}::date and ${to}::date`

function matching(query: CostsQuery): RawBuilder<unknown> {
  const conditions = [sql`c.status <> 'reserved'`]
  if (query.agent_type) conditions.push(sql`c.agent_type = ${query.agent_type}`)
  if (query.model) conditions.push(sql`c.model = ${query.model}`)
  if (query.lead_id) conditions.push(sql`c.lead_id = ${query.lead_id}::uuid`)
  if (query.execution_id) conditions.push(sql`c.execution_id = ${query.execution_id}::uuid`)
  return sql.join(conditions, sql` and `)
}

export async function readTotals(
  tx: TenantTx,
  query: CostsQuery,
  span: Span,
): Promise<Costs['totals']> {
  const { rows } = await sql<Sums & { lost: number; estimated: number }>`
    select ${SUMS}, count(*) filter (where c.status = 'lost')::int as lost,
      count(*) filter (where c.estimated and c.status <> 'lost')::int as estimated
    from model_calls c where ${within(span)} and ${matching(query)}`.execute(tx.db)
  const [row] = rows
  if (!row) throw new Error('A sum without a row.')
  const { lost, estimated, ...sums } = row
  return { ...presentSums(sums), lost_calls: lost, estimated_calls: estimated }
}

const presentSums = ({ input, output, cache_read, cache_write, ...rest }: Sums) => ({
  ...rest,
  tokens: { input, output, cache_read, cache_write },
})

async function readLeadNames(tx: TenantTx, rows: readonly Row[]): Promise<Map<string, string>> {
  const ids = rows.map(({ key }) => key).filter((key) => key !== '')
  if (ids.length === 0) return new Map()
  const leads = await tx.db
    .selectFrom('leads')
    .select(['id', sql<string>`coalesce(company_name, lead_name, email_id)`.as('name')])
    .where('id', 'in', ids)
    .execute()
  return new Map(leads.map(({ id, name }) => [id, name]))
}
