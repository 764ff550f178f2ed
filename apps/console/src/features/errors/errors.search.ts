import { ErrorSort, ErrorStatus } from '@insa/contracts'
import { z } from 'zod'

/** The list's state in the URL: what is open, the last seen first, unless it says otherwise. */
export const ErrorsSearch = z.object({
  status: z
    .enum([...ErrorStatus.options, 'all'])
    .optional()
    .catch(undefined),
  sort: ErrorSort.optional().catch(undefined),
})
export type ErrorsSearch = z.infer<typeof ErrorsSearch>
