/** Money beyond a limit: a tool of our own code's, so that a person decides on it like on everything else that commits money. */
import { Decimal } from 'decimal.js'
import { z } from 'zod'
import type { Database } from '../database/database.ts'
import { defineTool, type Tool } from '../gateway/tool.ts'
import { readSetting } from '../settings/settings.store.ts'
import { allowMore, type BudgetScope, readBudget } from './budget-counters.store.ts'
import { LIMIT_OF } from './budget-keys.ts'
import { BUDGETS } from './budget-settings.ts'

/** Grant it with `by: 'code'`: no model decides on its own budget. */
export const ALLOW_MORE = 'mcp__budget__allow_more'

const Input = z.strictObject({
  scope: z.enum(['run', 'lead', 'customer', 'day'] satisfies BudgetScope[]),
  /** The id, or for a day its UTC date. */
  key: z.union([z.uuid(), z.iso.date()]),
  amount_usd: z.string().regex(/^\d{1,6}(\.\d{1,6})?$/),
})

const WHOSE: Record<BudgetScope, string> = {
  run: 'limit of this run, US dollars',
  lead: 'limit of this lead, US dollars',
  customer: 'limit of this customer, US dollars',
  day: 'limit of this day (UTC), US dollars',
}

export function createBudgetTools(database: Database): Tool[] {
  return [
    defineTool({
      name: ALLOW_MORE,
      description: 'Allows models to cost more than a limit says, once, by this amount.',
      effect: 'write',
      outside: false,
      alwaysAsks: 'The budget is used up, and the rule is to ask.',
      // More for this run is asked for, and is no leave to spend elsewhere.
      fixedArguments: ['scope', 'key'],
      input: Input,
      output: z.strictObject({ allowed_usd: z.string() }),
      async run({ organizationId }, { amount_usd, ...at }) {
        await database.tenant(organizationId, (tx) => allowMore(tx, at, amount_usd))
        return { allowed_usd: amount_usd }
      },
      preview: ({ organizationId }, { amount_usd, ...at }) =>
        database.tenant(organizationId, async (tx) => {
          const settings = await readSetting(tx, BUDGETS)
          const { spent, reserved, allowed } = await readBudget(tx, at)
          const limit = settings[LIMIT_OF[at.scope]].limit_usd
          const now = limit === null ? null : new Decimal(limit).plus(allowed)
          return [
            {
              field: WHOSE[at.scope],
              old: now?.toFixed(2) ?? null,
              new: now?.plus(amount_usd).toFixed(2) ?? null,
            },
            {
              field: 'spent and held back so far',
              old: null,
              new: new Decimal(spent).plus(reserved).toFixed(4),
            },
          ]
        }),
    }),
  ]
}
