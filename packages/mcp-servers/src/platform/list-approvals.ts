import { ApprovalStatus, type Client } from '@insa/contracts'
import { z } from 'zod'
import { defineTool } from '../kit/index.ts'
import { throughApi } from '../kit/insa-api.ts'
import { ApprovalRow } from './approval-row.ts'

export const listApprovals = (client: Client) =>
  defineTool({
    name: 'list_approvals',
    title: 'List approvals',
    description:
      'What agents want to do and a person has to decide: the change field by field, why it is asked, and whether you may decide.',
    effect: 'read',
    input: z.strictObject({
      status: ApprovalStatus.default('pending').describe('pending: those to be decided.'),
      execution_id: z.uuid().optional().describe('Only those of this run.'),
      limit: z.int().min(1).max(50).default(20).describe('Approvals on a page.'),
      cursor: z.string().optional().describe('next_cursor of the page before.'),
    }),
    output: z.object({ approvals: z.array(ApprovalRow), next_cursor: z.string().nullable() }),
    async run(input, { signal }) {
      const { data, next_cursor } = await throughApi(client.approvals.list(input, { signal }))
      return { approvals: data, next_cursor }
    },
  })
