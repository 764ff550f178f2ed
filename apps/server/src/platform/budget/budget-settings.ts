/** How much models may cost: the tenant's limits. */
import { BudgetSettings, DEFAULT_BUDGETS } from '@insa/contracts'
import type { Setting } from '../settings/settings.store.ts'

export const BUDGETS: Setting<BudgetSettings> = {
  name: 'budgets',
  schema: BudgetSettings,
  fallback: DEFAULT_BUDGETS,
}
