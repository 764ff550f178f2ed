import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { DocTypeName, DryRun, RecordId, showWritten, Verbose, WriteAnswer } from './shapes.ts'

export const addAddress = (crm: CrmBackend) =>
  defineTool({
    name: 'add_address',
    title: 'Add an address',
    description: 'Where a lead or a customer is: an office, a plant, where bills go.',
    effect: 'write',
    input: z.strictObject({
      doctype: DocTypeName,
      id: RecordId,
      address_type: z
        .enum(['Billing', 'Shipping', 'Office', 'Plant', 'Postal', 'Warehouse', 'Other'])
        .describe('What is there.'),
      address_line1: z.string().trim().min(1).max(140).describe('Street and number.'),
      address_line2: z.string().max(140).optional().describe('What else is needed to find it.'),
      pincode: z.string().max(20).optional().describe('Postal code.'),
      city: z.string().trim().min(1).max(140).describe('Town.'),
      state: z.string().max(140).optional().describe('State or province.'),
      country: z.string().trim().min(1).max(140).describe('Country, in English.'),
      dry_run: DryRun,
      verbose: Verbose,
    }),
    output: WriteAnswer,
    async run({ doctype, id, dry_run: dryRun, verbose, ...address }, { signal }) {
      const written = await crm.addAddress({ doctype, id }, address, { dryRun, signal })
      return showWritten(written, verbose)
    },
  })
