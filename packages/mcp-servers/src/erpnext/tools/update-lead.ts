import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { changeLead } from './change-lead.ts'
import { DryRun, LeadId, showWritten, Values, Verbose, Version, WriteAnswer } from './shapes.ts'

export const updateLead = (crm: CrmBackend) =>
  defineTool({
    name: 'update_lead',
    title: 'Change a lead',
    description:
      'Changes fields of a lead, its score among them. Read it first and hand back its version. A status that follows from an opportunity or quotation cannot be set.',
    effect: 'write',
    repeatable: true,
    input: z.strictObject({
      lead_id: LeadId,
      qualification_score: z.number().min(0).max(100).optional().describe('From 0 to 100.'),
      priority: z.enum(['IMMEDIATE', 'HIGH', 'MEDIUM', 'LOW']).optional().describe('How soon.'),
      recommended_action: z
        .enum(['immediate_contact', 'schedule_demo', 'nurture', 'disqualify'])
        .optional()
        .describe('What to do next.'),
      values: Values.default({}),
      version: Version,
      dry_run: DryRun,
      verbose: Verbose,
    }),
    output: WriteAnswer,
    async run({ lead_id: id, values, version, dry_run: dryRun, verbose, ...marks }, { signal }) {
      const written = await changeLead(crm, { id, version, values, marks }, { dryRun, signal })
      return showWritten(written, verbose)
    },
  })
