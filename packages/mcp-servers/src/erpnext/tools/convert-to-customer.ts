import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { DryRun, RecordId, showWritten, Values, Verbose, WriteAnswer } from './shapes.ts'

export const convertToCustomer = (crm: CrmBackend) =>
  defineTool({
    name: 'convert_to_customer',
    title: 'Make a customer',
    description:
      'Makes a customer of a lead or an opportunity, carries contacts over, and looks whether both show it. A customer of the same name is offered, not doubled.',
    effect: 'write',
    repeatable: true,
    input: z.strictObject({
      from: z.enum(['Lead', 'Opportunity']).describe('What becomes a customer.'),
      id: RecordId,
      values: Values.default({}),
      dry_run: DryRun,
      verbose: Verbose,
    }),
    output: WriteAnswer,
    async run({ from, id, values, dry_run: dryRun, verbose }, { signal }) {
      const conversion = from === 'Lead' ? 'lead_to_customer' : 'opportunity_to_customer'
      return showWritten(await crm.convert({ conversion, id, values }, { dryRun, signal }), verbose)
    },
  })
