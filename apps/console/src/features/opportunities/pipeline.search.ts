import { OpportunityListQuery } from '@insa/contracts'
import { z } from 'zod'

const { shape } = OpportunityListQuery

/** The board's state in the URL. What somebody mistyped there is left out, not shown as an error. */
export const PipelineSearch = z.object({
  q: shape.q.catch(undefined),
  opportunity_owner: shape.opportunity_owner.catch(undefined),
  currency: shape.currency.catch(undefined),
  closing_until: shape.closing_until.catch(undefined),
  /** The stage that a phone shows. */
  stage: z.string().optional().catch(undefined),
})
export type PipelineSearch = z.infer<typeof PipelineSearch>

/** What both the cards and their sums are narrowed by. */
export const filtersOf = ({ stage: _, ...filters }: PipelineSearch) => filters

export const hasFilters = (search: PipelineSearch): boolean =>
  Object.values(filtersOf(search)).some((value) => value !== undefined)
