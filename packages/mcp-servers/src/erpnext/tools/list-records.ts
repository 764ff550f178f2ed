import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { After, DocTypeName, Filters, Limit, RecordList } from './shapes.ts'

export const listRecords = (crm: CrmBackend) =>
  defineTool({
    name: 'list_records',
    title: 'List records',
    description:
      'Records of any DocType of sales and projects by filters on their fields: opportunities, customers, contacts, quotations, projects, tasks.',
    effect: 'read',
    input: z.strictObject({
      doctype: DocTypeName,
      filters: Filters,
      text: z.string().trim().max(200).optional().describe('In the fields that people search by.'),
      fields: z
        .array(z.string().max(140))
        .max(50)
        .optional()
        .describe('Which; those that matter most unless said.'),
      order_by: z
        .string()
        .max(140)
        .optional()
        .describe('A field; `-modified` begins with the largest.'),
      limit: Limit,
      after: After,
    }),
    output: RecordList,
    run: ({ doctype, order_by: order, ...query }, { signal }) =>
      crm.list(
        doctype,
        {
          ...query,
          orderBy: order
            ? { field: order.replace(/^-/, ''), descending: order.startsWith('-') }
            : undefined,
        },
        signal,
      ),
  })
