import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { DryRun, RecordId, showWritten, Values, Verbose, WriteAnswer } from './shapes.ts'

export const convertOpportunityToQuotation = (crm: CrmBackend) =>
  defineTool({
    name: 'convert_opportunity_to_quotation',
    title: 'Opportunity to quotation',
    description:
      'Drafts a quotation of an opportunity and looks whether it holds. values.items may name [{ item_code, qty, rate }]; never make up a price. A person submits it.',
    effect: 'write',
    repeatable: true,
    input: z.strictObject({
      opportunity_id: RecordId,
      values: Values.default({}),
      dry_run: DryRun,
      verbose: Verbose,
    }),
    output: WriteAnswer,
    async run({ opportunity_id: id, values, dry_run: dryRun, verbose }, { signal }) {
      const step = { conversion: 'opportunity_to_quotation' as const, id, values }
      return showWritten(await crm.convert(step, { dryRun, signal }), verbose)
    },
  })
