/** The options that choose among leads: the same for every command that does. */
import {
  LEAD_SORTS,
  type LeadFilter,
  type LeadListQuery,
  LeadStatus,
  Priority,
  type QueryOf,
  RecommendedAction,
} from '@insa/contracts'
import type { Command } from 'commander'
import { oneOf } from './parse-option.ts'

export interface LeadConditions {
  search?: string
  priority?: Priority
  action?: RecommendedAction
  status?: LeadStatus
  needsReview?: boolean
  owner?: string
  source?: string
  country?: string
  industry?: string
}

export interface LeadFilters extends LeadConditions {
  sort?: LeadListQuery['sort']
}

export const withLeadFilters = (command: Command): Command =>
  withLeadConditions(command).option(
    '--sort <field>',
    `${LEAD_SORTS.join(', ')} (a minus: descending)`,
    oneOf(LEAD_SORTS),
  )

export function withLeadConditions(command: Command): Command {
  return command
    .option('--search <words>', 'words in name, company, e-mail, message')
    .option('--priority <priority>', Priority.options.join(', '), oneOf(Priority.options))
    .option(
      '--action <action>',
      RecommendedAction.options.join(', '),
      oneOf(RecommendedAction.options),
    )
    .option('--status <status>', LeadStatus.options.join(', '), oneOf(LeadStatus.options))
    .option('--needs-review', 'only scores that a person should look at')
    .option('--owner <email>', "the owner's e-mail address")
    .option('--source <source>', 'where the lead came from')
    .option('--country <country>', "the lead's country, as it is written there")
    .option('--industry <industry>', "the lead's industry, as it is written there")
}

/** The filters under the names of the API. */
export const leadQuery = (filters: LeadFilters): QueryOf<LeadListQuery> => ({
  ...leadFilter(filters),
  sort: filters.sort,
})

/** The same without an order. */
export function leadFilter(filters: LeadConditions): QueryOf<LeadFilter> {
  const { search, action, needsReview, owner, priority, status, source, country, industry } =
    filters
  return {
    q: search,
    priority,
    recommended_action: action,
    status,
    needs_review: needsReview ? 'yes' : undefined,
    lead_owner: owner,
    source,
    country,
    industry,
  }
}
