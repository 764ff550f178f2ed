import { type Client, Lead } from '@insa/contracts'
import { z } from 'zod'
import { defineTool } from '../kit/index.ts'
import { throughApi } from '../kit/insa-api.ts'
import { LEAD_FIELDS } from './lead-fields.ts'

export const createLead = (client: Client) =>
  defineTool({
    name: 'create_lead',
    title: 'Create a lead',
    description:
      'A new lead, with at least a name, a company or an e-mail address. It is qualified by itself unless the organization has that off.',
    effect: 'write',
    input: z.strictObject(LEAD_FIELDS),
    output: z.object({ lead: Lead }),
    run: async (input, { signal }) => ({
      lead: await throughApi(client.leads.create(withoutUndefined(input), { signal })),
    }),
  })

/** Our strictness tells undefined from absent. */
const withoutUndefined = (input: object) =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
