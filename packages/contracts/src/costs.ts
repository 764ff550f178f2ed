/** What models cost, and how much they may. */
import { z } from 'zod'
import { Uuid } from './common.ts'
import { TokensUsed } from './executions.ts'

/** US dollars with at most six decimals, as a string. */
export const Dollars = z.string().regex(/^\d{1,9}(\.\d{1,6})?$/, {
  message: 'Must be an amount in US dollars, like 0.50.',
})

/** US dollars with six decimals, as a string. */
const ExactDollars = z.string().regex(/^\d+\.\d{6}$/)

/**
 * What happens when the next call of a model could pass a limit. `stop`: the run fails. `downgrade`: a cheaper model is asked,
 * and at last the baseline, which costs nothing. `ask`: the run waits for a person.
 */
export const OnCrossing = z.enum(['stop', 'downgrade', 'ask'])
export type OnCrossing = z.infer<typeof OnCrossing>

const Budget = z.strictObject({
  /** null: no limit. */
  limit_usd: Dollars.nullable(),
  on_crossing: OnCrossing,
})
export type Budget = z.infer<typeof Budget>

export const BudgetSettings = z
  .strictObject({
    run: Budget,
    /** Of the whole organization; days are UTC. */
    day: Budget,
    /** Of a lead, and of a customer, over all its runs. */
    deal: Budget,
  })
  .meta({ id: 'BudgetSettings' })
export type BudgetSettings = z.infer<typeof BudgetSettings>

export const DEFAULT_BUDGETS: BudgetSettings = {
  run: { limit_usd: '0.50', on_crossing: 'downgrade' },
  day: { limit_usd: '20.00', on_crossing: 'downgrade' },
  deal: { limit_usd: null, on_crossing: 'downgrade' },
}

export const CostGroup = z.enum(['day', 'agent', 'model', 'engine', 'lead', 'execution', 'step'])
export type CostGroup = z.infer<typeof CostGroup>

export const CostsQuery = z.strictObject({
  group_by: CostGroup.default('day'),
  /** UTC days, both included; the last thirty when absent. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  agent_type: z.string().max(80).optional(),
  model: z.string().max(80).optional(),
  lead_id: Uuid.optional(),
  execution_id: Uuid.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})
export type CostsQuery = z.infer<typeof CostsQuery>

const CostSums = {
  /** Calls of a model, retries included. */
  calls: z.int(),
  executions: z.int(),
  tokens: TokensUsed,
  cost_usd: ExactDollars,
  /** What the cache's reads would have cost more as input, at list price. */
  cache_saved_usd: ExactDollars,
}

export const CostRow = z
  .strictObject({
    /** The day, the agent's type, the model, the id … that this row is about. */
    key: z.string(),
    /** For people: a lead's name instead of its id. */
    label: z.string(),
    ...CostSums,
  })
  .meta({ id: 'CostRow' })
export type CostRow = z.infer<typeof CostRow>

export const Costs = z
  .strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    group_by: CostGroup,
    /** By day in the order of days, without gaps; otherwise the dearest first, at most `limit`. */
    data: z.array(CostRow),
    next_cursor: z.null(),
    totals: z.strictObject({
      ...CostSums,
      /** Calls whose end nobody knows, booked as if they had cost all that they could. */
      lost_calls: z.int(),
      /** Calls that ended without the API's own numbers. */
      estimated_calls: z.int(),
    }),
    /** How the limit of this UTC day stands. */
    today: z.strictObject({
      limit_usd: ExactDollars.nullable(),
      spent_usd: ExactDollars,
      /** Held back for calls under way. */
      reserved_usd: ExactDollars,
      left_usd: ExactDollars.nullable(),
    }),
  })
  .meta({ id: 'Costs' })
export type Costs = z.infer<typeof Costs>
