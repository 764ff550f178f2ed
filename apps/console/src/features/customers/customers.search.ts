import { CUSTOMER_SORTS, CustomerListQuery, HistoryKind } from '@insa/contracts'
import { z } from 'zod'

const { shape } = CustomerListQuery

/** The table's state in the URL. What somebody mistyped there is left out, not shown as an error. */
export const CustomersSearch = z.object({
  q: shape.q.catch(undefined),
  sort: z.enum(CUSTOMER_SORTS).optional().catch(undefined),
  customer_type: shape.customer_type.catch(undefined),
  account_manager: shape.account_manager.catch(undefined),
  disabled: shape.disabled.catch(undefined),
})
export type CustomersSearch = z.infer<typeof CustomersSearch>

export const hasFilters = ({ sort: _, ...filters }: CustomersSearch): boolean =>
  Object.values(filters).some((value) => value !== undefined)

/** Which part of a customer's history is shown. */
export const CustomerSearch = z.object({ kind: HistoryKind.optional().catch(undefined) })
