import { type Client, ExecutionRecord } from '@insa/contracts'
import { z } from 'zod'
import { defineTool } from '../kit/index.ts'
import { throughApi } from '../kit/insa-api.ts'

const { shape } = ExecutionRecord

export const saveAgentExecution = (client: Client) =>
  defineTool({
    name: 'save_agent_execution',
    title: 'Save a run',
    description:
      'Keeps a run of an agent outside of INSA CRM that has ended, so that people see it beside the others. Runs nothing.',
    effect: 'write',
    input: z.strictObject({
      agent_type: shape.agent_type.describe(
        'The kind of agent: external_ and a name in snake_case.',
      ),
      status: shape.status.describe('How it ended.'),
      input_data: shape.input_data.describe('What it was given.'),
      output_data: shape.output_data.describe('What it came to.'),
      error: shape.error.describe('Where it failed: code and message.'),
      engine: shape.engine.describe('What judged: claude-code, rules …'),
      model: shape.model.describe('The model, where there is one.'),
      tokens_used: shape.tokens_used.describe('Tokens: input, output, cache_read, cache_write.'),
      cost_usd: shape.cost_usd.describe('US dollars as a decimal string, as the agent says.'),
      lead_id: shape.lead_id.describe('The id of the lead that it was about.'),
      customer_id: shape.customer_id.describe('The id of the customer that it was about.'),
      started_at: shape.started_at.describe('ISO 8601, UTC.'),
      finished_at: shape.finished_at.describe('ISO 8601, UTC.'),
      idempotency_key: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe('The same key saves the same run once, however often it is sent.'),
    }),
    output: z.object({ execution_id: z.string(), status: z.string(), created_at: z.string() }),
    async run({ idempotency_key, ...record }, { signal }) {
      const call = { signal, ...(idempotency_key ? { idempotencyKey: idempotency_key } : {}) }
      const { id, status, created_at } = await throughApi(client.executions.record(record, call))
      return { execution_id: id, status, created_at }
    },
  })
