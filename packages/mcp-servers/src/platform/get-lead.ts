import { type Client, Lead } from '@insa/contracts'
import { z } from 'zod'
import { defineTool } from '../kit/index.ts'
import { throughApi } from '../kit/insa-api.ts'
import { LeadId } from './lead-id.ts'

export const getLead = (client: Client) =>
  defineTool({
    name: 'get_lead',
    title: 'Show a lead',
    description:
      'One lead with all its fields and its score: five factors with reasoning and quoted evidence, flags, questions to ask, the second opinion, a person’s override.',
    effect: 'read',
    input: z.strictObject({ lead_id: LeadId }),
    output: z.object({ lead: Lead }),
    run: async ({ lead_id }, { signal }) => ({
      lead: await throughApi(client.leads.get(lead_id, { signal })),
    }),
  })
