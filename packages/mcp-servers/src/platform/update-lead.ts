import { type Client, Lead } from '@insa/contracts'
import { z } from 'zod'
import { defineTool } from '../kit/index.ts'
import { throughApi } from '../kit/insa-api.ts'
import { ClearableField, LEAD_FIELDS } from './lead-fields.ts'
import { LeadId } from './lead-id.ts'

export const updateLead = (client: Client) =>
  defineTool({
    name: 'update_lead',
    title: 'Change a lead',
    description:
      'Changes the fields that are given, empties those in `clear`, leaves the rest. If somebody else changed the lead meanwhile, nothing happens.',
    effect: 'write',
    repeatable: true,
    input: z.strictObject({
      lead_id: LeadId,
      changes: z.strictObject(LEAD_FIELDS).default({}).describe('Fields and their new values.'),
      clear: z.array(ClearableField).default([]).describe('Fields that are to be emptied.'),
      etag: z
        .string()
        .optional()
        .describe(
          'etag of the lead as it was read: the change is refused if it has changed since.',
        ),
    }),
    output: z.object({ lead: Lead }),
    async run({ lead_id, changes, clear, etag }, { signal }) {
      const read = etag ?? (await throughApi(client.leads.get(lead_id, { signal }))).etag
      const patch = { ...changes, ...Object.fromEntries(clear.map((field) => [field, null])) }
      return { lead: await throughApi(client.leads.update(lead_id, read, patch, { signal })) }
    },
  })
