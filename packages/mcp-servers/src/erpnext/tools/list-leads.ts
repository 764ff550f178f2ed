import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { After, Limit, RecordList } from './shapes.ts'

export const listLeads = (crm: CrmBackend) =>
  defineTool({
    name: 'list_leads',
    title: 'List leads',
    description:
      'Leads by status, owner, qualification or words, newest change first. For other filters take list_records.',
    effect: 'read',
    input: z.strictObject({
      text: z
        .string()
        .trim()
        .max(200)
        .optional()
        .describe('In the name, the company or the e-mail address.'),
      status: z
        .string()
        .max(140)
        .optional()
        .describe('Such as Lead, Open, Opportunity, Converted.'),
      qualification_status: z
        .enum(['Unqualified', 'In Process', 'Qualified'])
        .optional()
        .describe('How far its judgement is.'),
      lead_owner: z.string().max(254).optional().describe('The owner’s e-mail address.'),
      limit: Limit,
      after: After,
    }),
    output: RecordList,
    run: ({ text, limit, after, ...equal }, { signal }) =>
      crm.list(
        'Lead',
        {
          text,
          limit,
          after,
          filters: Object.entries(equal).flatMap(([field, value]) =>
            value === undefined ? [] : [{ field, operator: '=' as const, value }],
          ),
        },
        signal,
      ),
  })
