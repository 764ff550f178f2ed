import { type Client, LEAD_SORTS, LeadStatus, Priority, RecommendedAction } from '@insa/contracts'
import { z } from 'zod'
import { defineTool } from '../kit/index.ts'
import { throughApi } from '../kit/insa-api.ts'
import { LeadRow, leadRow } from './lead-row.ts'

export const searchLeads = (client: Client) =>
  defineTool({
    name: 'search_leads',
    title: 'Search leads',
    description:
      'Leads that match, a page at a time, with their scores. For the first calls of a day: priority IMMEDIATE or HIGH, sort -qualification_score.',
    effect: 'read',
    input: z.strictObject({
      q: z.string().max(200).optional().describe('Words in names, company, e-mail or message.'),
      priority: Priority.optional().describe('Only leads of this priority.'),
      recommended_action: RecommendedAction.optional().describe('Only leads with this next step.'),
      status: LeadStatus.optional().describe("Only leads in this state of ERPNext's."),
      needs_review: z
        .literal('yes')
        .optional()
        .describe('yes: only leads whose score a person should look at.'),
      scored: z.enum(['yes', 'no']).optional().describe('no: only leads without a score.'),
      lead_owner: z.string().max(254).optional().describe("The owner's e-mail address."),
      country: z.string().max(140).optional().describe('As it stands in the lead.'),
      sort: z.enum(LEAD_SORTS).default('-created_at').describe('A minus is descending.'),
      limit: z.int().min(1).max(100).default(20).describe('Leads on a page.'),
      cursor: z.string().optional().describe('next_cursor of the page before.'),
    }),
    output: z.object({ leads: z.array(LeadRow), next_cursor: z.string().nullable() }),
    async run(input, { signal }) {
      const { data, next_cursor } = await throughApi(client.leads.list(input, { signal }))
      return { leads: data.map(leadRow), next_cursor }
    },
  })
