import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { LeadId } from './shapes.ts'

export const findDuplicateLeads = (crm: CrmBackend) =>
  defineTool({
    name: 'find_duplicate_leads',
    title: 'Find duplicates of a lead',
    description:
      'Leads and customers that may be the same as this lead, with how sure that is and why. Nothing is merged.',
    effect: 'read',
    input: z.strictObject({ lead_id: LeadId }),
    output: z.object({
      duplicates: z.array(
        z.object({
          doctype: z.string(),
          id: z.string(),
          label: z.string(),
          confidence: z.number(),
          reasons: z.array(z.string()),
        }),
      ),
    }),
    run: async ({ lead_id }, { signal }) => ({
      duplicates: await crm.findDuplicates(lead_id, signal),
    }),
  })
