import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { DocTypeName, RecordId, showWritten, WriteAnswer } from './shapes.ts'

export const assignRecord = (crm: CrmBackend) =>
  defineTool({
    name: 'assign_record',
    title: 'Assign to somebody',
    description:
      'Assigns a lead or another record to a person, who finds it among what is theirs to do.',
    effect: 'write',
    repeatable: true,
    input: z.strictObject({
      doctype: DocTypeName,
      id: RecordId,
      user: z.string().trim().min(1).max(140).describe('The person’s e-mail address.'),
    }),
    output: WriteAnswer,
    run: async ({ doctype, id, user }, { signal }) =>
      showWritten(await crm.assign({ doctype, id }, user, signal), false),
  })
