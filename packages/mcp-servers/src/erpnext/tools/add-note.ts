import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { DocTypeName, RecordId, showWritten, WriteAnswer } from './shapes.ts'

export const addNote = (crm: CrmBackend) =>
  defineTool({
    name: 'add_note',
    title: 'Add a note',
    description:
      'Writes a note into a lead, an opportunity, a customer or a project, as plain text.',
    effect: 'write',
    input: z.strictObject({
      doctype: DocTypeName,
      id: RecordId,
      note: z.string().trim().min(1).max(10_000).describe('The note.'),
    }),
    output: WriteAnswer,
    run: async ({ doctype, id, note }, { signal }) =>
      showWritten(await crm.addNote({ doctype, id }, note, signal), false),
  })
