import { z } from 'zod'

/** Days that the page can look back over. */
export const SPANS = [7, 30, 90] as const

export const DEFAULT_SPAN = 30

export const OverviewSearch = z.object({
  days: z.coerce.number().pipe(z.literal(SPANS)).optional().catch(undefined),
})
