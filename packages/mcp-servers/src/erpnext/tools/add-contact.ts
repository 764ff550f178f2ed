import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { DocTypeName, DryRun, RecordId, showWritten, Verbose, WriteAnswer } from './shapes.ts'

export const addContact = (crm: CrmBackend) =>
  defineTool({
    name: 'add_contact',
    title: 'Add a contact',
    description:
      'A person to talk to at a lead or a customer. Look with get_record first whether they are there.',
    effect: 'write',
    input: z.strictObject({
      doctype: DocTypeName,
      id: RecordId,
      first_name: z.string().trim().min(1).max(140).describe('First name.'),
      last_name: z.string().max(140).optional().describe('Last name.'),
      designation: z
        .string()
        .max(140)
        .optional()
        .describe('What they are there, such as Plant Manager.'),
      email_id: z.email().max(140).optional().describe('E-mail address.'),
      phone: z.string().max(60).optional().describe('Telephone number.'),
      dry_run: DryRun,
      verbose: Verbose,
    }),
    output: WriteAnswer,
    async run({ doctype, id, dry_run: dryRun, verbose, ...person }, { signal }) {
      const written = await crm.addContact({ doctype, id }, person, { dryRun, signal })
      return showWritten(written, verbose)
    },
  })
