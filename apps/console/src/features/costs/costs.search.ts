import { CostGroup } from '@insa/contracts'
import { z } from 'zod'

/** Days that the page can look back over. */
export const SPANS = [7, 30, 90] as const

export const DEFAULT_SPAN = 30

/** What the table can be told by, besides days. */
export const GROUPS = [
  { group: 'agent', label: 'Agents' },
  { group: 'model', label: 'Models' },
  { group: 'lead', label: 'Leads' },
  { group: 'execution', label: 'Runs' },
  { group: 'step', label: 'Steps' },
] as const satisfies { group: CostGroup; label: string }[]

export const CostsSearch = z.object({
  days: z.coerce.number().pipe(z.literal(SPANS)).optional().catch(undefined),
  by: CostGroup.exclude(['day', 'engine']).optional().catch(undefined),
})
export type CostsSearch = z.infer<typeof CostsSearch>

const DAY_MS = 86_400_000

/** The first UTC day of so many that end with today's. */
export const firstDay = (days: number, now: number): string =>
  new Date(now - (days - 1) * DAY_MS).toISOString().slice(0, 10)
