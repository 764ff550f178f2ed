import { z } from 'zod'
import { defineTool } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import { DryRun, LeadId, showWritten, Verbose, Version, WriteAnswer } from './shapes.ts'

export const qualifyLead = (crm: CrmBackend) =>
  defineTool({
    name: 'qualify_lead',
    title: 'Qualify a lead',
    description:
      'Sets how a lead is qualified, with the score and the reasoning behind it where given. The score must come from a judgement, not from you.',
    effect: 'write',
    repeatable: true,
    input: z.strictObject({
      lead_id: LeadId,
      qualification_status: z
        .enum(['Unqualified', 'In Process', 'Qualified'])
        .describe('How far its judgement is.'),
      qualification_score: z.number().min(0).max(100).optional().describe('From 0 to 100.'),
      reasoning: z
        .string()
        .trim()
        .max(2_000)
        .optional()
        .describe('Why, with the lead’s own words.'),
      version: Version,
      dry_run: DryRun,
      verbose: Verbose,
    }),
    output: WriteAnswer,
    async run({ lead_id: id, version, dry_run: dryRun, verbose, ...marks }, { signal }) {
      return showWritten(await crm.markLead({ id, version }, marks, { dryRun, signal }), verbose)
    },
  })
