import { type Client, ExecutionStatus, ListedExecution } from '@insa/contracts'
import { z } from 'zod'
import { defineTool } from '../kit/index.ts'
import { throughApi } from '../kit/insa-api.ts'

const Row = z.object(
  ListedExecution.pick({
    id: true,
    agent_type: true,
    status: true,
    error: true,
    engine: true,
    model: true,
    cost_usd: true,
    triggered_by: true,
    lead_id: true,
    lead_title: true,
    created_at: true,
    finished_at: true,
  }).shape,
)

export const listExecutions = (client: Client) =>
  defineTool({
    name: 'list_executions',
    title: 'List runs',
    description:
      'Runs of agents, newest first: what they were about, how they ended, what they cost.',
    effect: 'read',
    input: z.strictObject({
      q: z.string().max(200).optional().describe('Words of the lead, agent or trigger.'),
      status: ExecutionStatus.optional().describe('Only runs in this state.'),
      agent_type: z.string().max(80).optional().describe('E.g. lead_qualification.'),
      lead_id: z.uuid().optional().describe('Only runs about the lead with this id.'),
      limit: z.int().min(1).max(100).default(20).describe('Runs on a page.'),
      cursor: z.string().optional().describe('next_cursor of the page before.'),
    }),
    output: z.object({ executions: z.array(Row), next_cursor: z.string().nullable() }),
    async run(input, { signal }) {
      const { data, next_cursor } = await throughApi(client.executions.list(input, { signal }))
      return { executions: data, next_cursor }
    },
  })
