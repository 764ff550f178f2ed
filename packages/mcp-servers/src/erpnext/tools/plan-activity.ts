import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { DocTypeName, DryRun, RecordId, showWritten, WriteAnswer } from './shapes.ts'

export const planActivity = (crm: CrmBackend) =>
  defineTool({
    name: 'plan_activity',
    title: 'Plan an activity',
    description: 'A to-do or an event about a record, or a task of a project, for somebody to do.',
    effect: 'write',
    input: z.strictObject({
      doctype: DocTypeName,
      id: RecordId,
      kind: z.enum(['todo', 'event', 'task']).describe('`task` only of a project.'),
      subject: z.string().trim().min(1).max(140).describe('What is to be done.'),
      description: z.string().max(10_000).optional().describe('More about it.'),
      due: z.iso.date().optional().describe('Until when a to-do or a task is to be done.'),
      starts_at: z
        .string()
        .max(40)
        .optional()
        .describe('When an event begins, as the site’s clocks show it: 2027-03-31T14:30.'),
      ends_at: z.string().max(40).optional().describe('When an event ends.'),
      assigned_to: z.string().max(140).optional().describe('Who does it: their e-mail address.'),
      priority: z.enum(['Low', 'Medium', 'High']).optional().describe('How urgent.'),
      dry_run: DryRun,
    }),
    output: WriteAnswer,
    async run({ doctype, id, dry_run: dryRun, ...activity }, { signal }) {
      return showWritten(await crm.plan({ doctype, id }, activity, { dryRun, signal }), false)
    },
  })
