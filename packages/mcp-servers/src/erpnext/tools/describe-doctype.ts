import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import { type CrmBackend, DocTypeDescription } from '../backend.ts'
import { DocTypeName } from './shapes.ts'

export const describeDoctype = (crm: CrmBackend) =>
  defineTool({
    name: 'describe_doctype',
    title: 'Describe a DocType',
    description:
      'The fields of a DocType in this system: names, types, what may be chosen, what must be there. Ask before you write what you have not written yet.',
    effect: 'read',
    input: z.strictObject({
      doctype: DocTypeName,
      text: z
        .string()
        .trim()
        .max(100)
        .optional()
        .describe('Only fields with this in their name or label.'),
    }),
    output: DocTypeDescription,
    async run({ doctype, text = '' }, { signal }) {
      const described = await crm.describe(doctype, signal)
      const wanted = text.toLowerCase()
      const fields = described.fields.filter(({ field, label }) =>
        `${field} ${label}`.toLowerCase().includes(wanted),
      )
      return { ...described, fields }
    },
  })
