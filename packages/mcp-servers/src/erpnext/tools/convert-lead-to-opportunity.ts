import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { DryRun, LeadId, showWritten, Values, Verbose, WriteAnswer } from './shapes.ts'

export const convertLeadToOpportunity = (crm: CrmBackend) =>
  defineTool({
    name: 'convert_lead_to_opportunity',
    title: 'Lead to opportunity',
    description:
      'Makes an opportunity of a lead and looks whether both show it. Where the lead has an open one, that is answered and nothing is made.',
    effect: 'write',
    repeatable: true,
    input: z.strictObject({
      lead_id: LeadId,
      values: Values.default({}),
      dry_run: DryRun,
      verbose: Verbose,
    }),
    output: WriteAnswer,
    async run({ lead_id: id, values, dry_run: dryRun, verbose }, { signal }) {
      const step = { conversion: 'lead_to_opportunity' as const, id, values }
      return showWritten(await crm.convert(step, { dryRun, signal }), verbose)
    },
  })
