import { type Client, Execution } from '@insa/contracts'
import { z } from 'zod'
import { defineTool } from '../kit/index.ts'
import { throughApi } from '../kit/insa-api.ts'

export const getExecution = (client: Client) =>
  defineTool({
    name: 'get_execution',
    title: 'Show a run',
    description: 'One run with its steps, input, output, cost and error.',
    effect: 'read',
    input: z.strictObject({ execution_id: z.uuid().describe('The id of the run.') }),
    output: z.object({ execution: Execution }),
    run: async ({ execution_id }, { signal }) => ({
      execution: await throughApi(client.executions.get(execution_id, { signal })),
    }),
  })
