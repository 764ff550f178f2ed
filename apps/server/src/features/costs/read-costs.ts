/** What models cost in a span of days, added up as asked, and how today's limit stands. */
import type { Costs, CostsQuery } from '@insa/contracts'
import { Decimal } from 'decimal.js'
import { readBudget } from '../../platform/budget/budget-counters.store.ts'
import { utcDay } from '../../platform/budget/budget-keys.ts'
import { BUDGETS } from '../../platform/budget/budget-settings.ts'
import type { Database, TenantTx } from '../../platform/database/database.ts'
import { invalid } from '../../platform/http/errors.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { readCostRows, readTotals, type Span } from './costs.store.ts'

/** Days that are shown when none are named. */
const USUAL_DAYS = 30
/** A row a day: more is no page any more. */
const MOST_DAYS = 1_000
const DAY_MS = 86_400_000

/** @throws AppError 422 for a span that is backwards or too long. */
export async function readCosts(
  database: Database,
  organizationId: string,
  query: CostsQuery,
): Promise<Costs> {
  const span = spanOf(query)
  return database.tenant(organizationId, async (tx) => ({
    ...span,
    group_by: query.group_by,
    data: await readCostRows(tx, query, span),
    next_cursor: null,
    totals: await readTotals(tx, query, span),
    today: await readToday(tx),
  }))
}

function spanOf({ from, to }: CostsQuery): Span {
  const last = Date.parse(to ?? utcDay(new Date()))
  const first = from ? Date.parse(from) : last - (USUAL_DAYS - 1) * DAY_MS
  const days = (last - first) / DAY_MS + 1
  if (days >= 1 && days <= MOST_DAYS && first >= EARLIEST)
    return { from: utcDay(new Date(first)), to: utcDay(new Date(last)) }
  const message = `Must be 1 to ${MOST_DAYS.toLocaleString('en')} days before "to".`
  throw invalid([{ path: 'from', code: 'invalid_span', message }], `from: ${message}`)
}

/** No call of a model was made before. */
const EARLIEST = Date.parse('2020-01-01')

async function readToday(tx: TenantTx): Promise<Costs['today']> {
  const { day } = await readSetting(tx, BUDGETS)
  const state = await readBudget(tx, { scope: 'day', key: utcDay(new Date()) })
  const limit = day.limit_usd === null ? null : new Decimal(day.limit_usd).plus(state.allowed)
  const left = limit?.minus(state.spent).minus(state.reserved)
  return {
    limit_usd: limit?.toFixed(6) ?? null,
    spent_usd: new Decimal(state.spent).toFixed(6),
    reserved_usd: new Decimal(state.reserved).toFixed(6),
    left_usd: left ? Decimal.max(0, left).toFixed(6) : null,
  }
}
