import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import { type CrmBackend, CrmRecord } from '../backend.ts'
import { DocTypeName, RecordId } from './shapes.ts'

export const getRecord = (crm: CrmBackend) =>
  defineTool({
    name: 'get_record',
    title: 'Show a record',
    description: 'One record of any DocType of sales and projects with all its fields and rows.',
    effect: 'read',
    input: z.strictObject({ doctype: DocTypeName, id: RecordId }),
    output: z.object({ record: CrmRecord }),
    run: async ({ doctype, id }, { signal }) => ({ record: await crm.get(doctype, id, signal) }),
  })
