import { z } from 'zod'
import { defineTool, ToolError } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { DocTypeName, Filters } from './shapes.ts'

export const aggregateRecords = (crm: CrmBackend) =>
  defineTool({
    name: 'aggregate_records',
    title: 'Count and add up',
    description:
      'How many records there are, in all or by the values of a field, and what an amount comes to for each. Counts what the key may see.',
    effect: 'read',
    input: z.strictObject({
      doctype: DocTypeName,
      group_by: z
        .string()
        .max(140)
        .optional()
        .describe('A field, such as status; without it all are one.'),
      sum_of: z.string().max(140).optional().describe('A number to add up, with group_by.'),
      filters: Filters,
    }),
    output: z.object({
      total: z.number(),
      groups: z.array(
        z.object({ key: z.string().nullable(), count: z.number(), sum: z.number().nullable() }),
      ),
    }),
    async run({ doctype, group_by: groupBy, sum_of: sumOf, filters }, { signal }) {
      if (groupBy === undefined) {
        if (sumOf !== undefined)
          throw new ToolError('sum_of needs group_by.', { code: 'arguments.invalid' })
        return { total: await crm.count(doctype, filters, signal), groups: [] }
      }
      const groups = await crm.aggregate({ doctype, groupBy, sumOf, filters }, signal)
      return { total: groups.reduce((sum, group) => sum + group.count, 0), groups }
    },
  })
