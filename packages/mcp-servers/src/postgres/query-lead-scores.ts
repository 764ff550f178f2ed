import { type Client, type Lead, LeadScore, Priority, RecommendedAction } from '@insa/contracts'
import { z } from 'zod'
import { defineTool } from '../kit/index.ts'
import { throughApi } from '../kit/insa-api.ts'

/** Without the texts that a score rests on: insa's get_lead has them. */
const ScoreRow = z.object({
  ...LeadScore.pick({
    lead_id: true,
    execution_id: true,
    engine: true,
    model: true,
    qualification_score: true,
    priority: true,
    recommended_action: true,
    confidence: true,
    coverage: true,
    needs_review: true,
    scored_at: true,
  }).shape,
  company_name: z.string().nullable(),
  overridden: z.boolean(),
  factors: z.record(z.string(), z.number().nullable()),
})

export const queryLeadScores = (client: Client) =>
  defineTool({
    name: 'query_lead_scores',
    title: 'Query scores',
    description:
      'Scores of leads, the highest first; or, with lead_id, all that one lead ever had, newest first. A factor that the lead says nothing about is null.',
    effect: 'read',
    input: z.strictObject({
      lead_id: z.string().max(140).optional().describe('The history of this lead instead.'),
      priority: Priority.optional().describe('Only this priority.'),
      recommended_action: RecommendedAction.optional().describe('Only this next step.'),
      needs_review: z
        .literal('yes')
        .optional()
        .describe('yes: only those a person should look at.'),
      limit: z.int().min(1).max(100).default(20).describe('Scores on a page.'),
      cursor: z.string().optional().describe('next_cursor of the page before.'),
    }),
    output: z.object({ scores: z.array(ScoreRow), next_cursor: z.string().nullable() }),
    async run({ lead_id, limit, cursor, ...filter }, { signal }) {
      const page = { limit, cursor }
      if (lead_id) {
        const [lead, scores] = await throughApi(
          Promise.all([
            client.leads.get(lead_id, { signal }),
            client.leads.scores(lead_id, page, { signal }),
          ]),
        )
        return {
          scores: scores.data.map((score) => rowOf(score, lead)),
          next_cursor: scores.next_cursor,
        }
      }
      const query = { ...filter, ...page, scored: 'yes', sort: '-qualification_score' } as const
      const { data, next_cursor } = await throughApi(client.leads.list(query, { signal }))
      return {
        scores: data.flatMap((lead) => (lead.score ? [rowOf(lead.score, lead)] : [])),
        next_cursor,
      }
    },
  })

const rowOf = (
  { factor_scores, override, ...score }: LeadScore,
  { company_name }: Lead,
): z.input<typeof ScoreRow> => ({
  ...score,
  company_name,
  overridden: override !== null,
  factors: Object.fromEntries(
    Object.entries(factor_scores).map(([name, f]) => [name, f.known ? f.score : null]),
  ),
})
