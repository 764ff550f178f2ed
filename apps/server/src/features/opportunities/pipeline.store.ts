/** The pipeline's sums: by stage what is open, and what was won and lost of late. */
import type { CurrencySum, Pipeline, PipelineQuery, SalesProcess } from '@insa/contracts'
import { type RawBuilder, sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import { searchedRecords } from '../../platform/records/search-records.store.ts'
import { pipelineFilters } from './opportunities.store.ts'

interface Summed {
  /** The stage where it is open; `won`, `lost`. */
  place: string
  currency: string
  count: number
  amount: string
  weighted: string
}

/** Counts, and the exact sums by currency. */
function add(rows: Summed[]): { count: number; sums: CurrencySum[] } {
  return {
    count: rows.reduce((n, r) => n + r.count, 0),
    sums: rows
      .map(({ currency, count, amount, weighted }) => ({ currency, count, amount, weighted }))
      .sort((a, b) => a.currency.localeCompare(b.currency)),
  }
}

export async function readPipeline(
  tx: TenantTx,
  process: SalesProcess,
  query: PipelineQuery,
): Promise<Pipeline> {
  const matching = await searchedRecords(tx, 'opportunities', query.q)
  const filters = [...pipelineFilters(query), ...(matching ? [matching] : [])]
  const open = await sumOpen(tx, filters)
  const closed = await sumClosed(tx, filters, query.days)
  const known = new Set(process.stages.map((s) => s.name))
  const unknown = [...new Set(open.map((r) => r.place))].filter((place) => !known.has(place))
  const stages = [...process.stages, ...unknown.map((name) => ({ name, probability: null }))].map(
    ({ name, probability }) => ({
      sales_stage: name,
      probability,
      ...add(open.filter((r) => r.place === name)),
    }),
  )
  const won = add(closed.filter((r) => r.place === 'won'))
  const lost = add(closed.filter((r) => r.place === 'lost'))
  const decided = won.count + lost.count
  return {
    stages,
    won,
    lost: { ...lost, reasons: await countReasons(tx, filters, query.days) },
    win_rate: decided === 0 ? null : Number((won.count / decided).toFixed(4)),
  }
}

const all = (filters: RawBuilder<boolean>[]) => sql.join(filters, sql` and `)

async function sumOpen(tx: TenantTx, filters: RawBuilder<boolean>[]): Promise<Summed[]> {
  const { rows } = await sql<Summed>`
    select sales_stage as place, currency, count(*)::int as count, coalesce(sum(opportunity_amount), 0)::text as amount,
      round(coalesce(sum(opportunity_amount * probability / 100), 0), 2)::text as weighted
    from opportunities
    where ${all([sql<boolean>`status in ('Open', 'Quotation', 'Replied')`, ...filters])}
    group by 1, 2`.execute(tx.db)
  return rows
}

const since = (days: number) =>
  sql<boolean>`closed_at >= now() - make_interval(days => ${days}::int)`

async function sumClosed(
  tx: TenantTx,
  filters: RawBuilder<boolean>[],
  days: number,
): Promise<Summed[]> {
  const { rows } = await sql<Summed>`
    select case status when 'Lost' then 'lost' else 'won' end as place, currency, count(*)::int as count,
      coalesce(sum(opportunity_amount), 0)::text as amount, coalesce(sum(opportunity_amount), 0)::text as weighted
    from opportunities
    where ${all([sql<boolean>`status in ('Converted', 'Lost')`, since(days), ...filters])}
    group by 1, 2`.execute(tx.db)
  return rows
}

/** More reasons than a chart shows. */
const MOST_REASONS = 12

async function countReasons(
  tx: TenantTx,
  filters: RawBuilder<boolean>[],
  days: number,
): Promise<{ reason: string; count: number }[]> {
  const { rows } = await sql<{ reason: string; count: number }>`
    select reason, count(*)::int as count from opportunities, unnest(lost_reasons) as reason
    where ${all([sql<boolean>`status = 'Lost'`, since(days), ...filters])}
    group by 1 order by 2 desc, 1 limit ${MOST_REASONS}`.execute(tx.db)
  return rows
}
