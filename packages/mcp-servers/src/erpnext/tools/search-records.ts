import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import { Choice, type CrmBackend } from '../backend.ts'
import { DocTypeName } from './shapes.ts'

export const searchRecords = (crm: CrmBackend) =>
  defineTool({
    name: 'search_records',
    title: 'Search records',
    description:
      'Finds records of a DocType by words in their names and search fields, and what a link may be filled with: countries, sources, items, people.',
    effect: 'read',
    input: z.strictObject({
      doctype: DocTypeName,
      text: z.string().trim().max(200).describe('The words; empty for the first ones.'),
      limit: z.int().min(1).max(50).default(10).describe('How many, at most.'),
    }),
    output: z.object({ matches: z.array(Choice) }),
    run: async ({ doctype, text, limit }, { signal }) => ({
      matches: await crm.search(doctype, text, limit, signal),
    }),
  })
