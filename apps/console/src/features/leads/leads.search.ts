import { LEAD_SORTS, LeadListQuery } from '@insa/contracts'
import { z } from 'zod'

const { shape } = LeadListQuery

/** The table's state in the URL. What somebody mistyped there is left out, not shown as an error. */
export const LeadsSearch = z.object({
  q: shape.q.catch(undefined),
  sort: z.enum(LEAD_SORTS).optional().catch(undefined),
  priority: shape.priority.catch(undefined),
  recommended_action: shape.recommended_action.catch(undefined),
  scored: shape.scored.catch(undefined),
  needs_review: shape.needs_review.catch(undefined),
  status: shape.status.catch(undefined),
  qualification_status: shape.qualification_status.catch(undefined),
  lead_owner: shape.lead_owner.catch(undefined),
  source: shape.source.catch(undefined),
  country: shape.country.catch(undefined),
  industry: shape.industry.catch(undefined),
})
export type LeadsSearch = z.infer<typeof LeadsSearch>

export const FILTER_NAMES = [
  'priority',
  'recommended_action',
  'scored',
  'needs_review',
  'status',
  'qualification_status',
  'lead_owner',
  'source',
  'country',
  'industry',
] as const satisfies readonly (keyof LeadsSearch)[]
export type FilterName = (typeof FILTER_NAMES)[number]

export const hasFilters = (search: LeadsSearch): boolean =>
  search.q !== undefined || FILTER_NAMES.some((name) => search[name] !== undefined)

type Sort = NonNullable<LeadsSearch['sort']>
export type SortField = 'qualification_score' | 'company_name' | 'created_at' | 'updated_at'

/** Newest first, unless the URL says otherwise: the server's own default. */
const DEFAULT_SORT: Sort = '-created_at'

/** A click on a column: numbers and times begin with the greatest, names with A; a second click turns it round. */
export function toggleSort(current: Sort | undefined, field: SortField): Sort {
  const [first, second]: [Sort, Sort] =
    field === 'company_name' ? [field, `-${field}`] : [`-${field}`, field]
  return (current ?? DEFAULT_SORT) === first ? second : first
}

/** For `aria-sort`. */
export function sortDirection(
  current: Sort | undefined,
  field: SortField,
): 'ascending' | 'descending' | 'none' {
  const sort = current ?? DEFAULT_SORT
  if (sort === field) return 'ascending'
  return sort === `-${field}` ? 'descending' : 'none'
}
