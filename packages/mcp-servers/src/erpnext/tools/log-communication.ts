import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { DocTypeName, RecordId, showWritten, WriteAnswer } from './shapes.ts'

export const logCommunication = (crm: CrmBackend) =>
  defineTool({
    name: 'log_communication',
    title: 'Log a communication',
    description: 'Writes down a call, a mail, a meeting or a visit that took place. Sends nothing.',
    effect: 'write',
    input: z.strictObject({
      doctype: DocTypeName,
      id: RecordId,
      medium: z
        .enum(['Email', 'Phone', 'Meeting', 'Visit', 'Other'])
        .describe('How it took place.'),
      subject: z.string().trim().min(1).max(140).describe('What it was about.'),
      content: z.string().trim().min(1).max(20_000).describe('What was said.'),
      sent_or_received: z
        .enum(['Sent', 'Received'])
        .default('Sent')
        .describe('Whether we began it.'),
      at: z
        .string()
        .max(40)
        .optional()
        .describe('When, as the site’s clocks show it: 2027-03-31T14:30. Now unless said.'),
    }),
    output: WriteAnswer,
    async run({ doctype, id, ...said }, { signal }) {
      return showWritten(await crm.logCommunication({ doctype, id }, said, signal), false)
    },
  })
