import { type Client, LeadScore, ScoreOverrideInput } from '@insa/contracts'
import { z } from 'zod'
import { defineTool } from '../kit/index.ts'
import { throughApi } from '../kit/insa-api.ts'
import { LeadId } from './lead-id.ts'

const { qualification_score, priority, recommended_action, reason } = ScoreOverrideInput.shape

export const overrideScore = (client: Client) =>
  defineTool({
    name: 'override_score',
    title: 'Override a score',
    description:
      'Puts a person’s own judgement beside the machine’s; it holds until it is taken back. Only when the person said so, with their reason.',
    effect: 'write',
    repeatable: true,
    input: z.strictObject({
      lead_id: LeadId,
      qualification_score: qualification_score.describe('0 to 100.'),
      priority: priority.describe('The priority that it should have.'),
      recommended_action: recommended_action.describe('The next step that it should have.'),
      reason: reason.describe("Why, in the person's words."),
    }),
    output: z.object({ score: LeadScore }),
    run: async ({ lead_id, ...input }, { signal }) => ({
      score: await throughApi(client.leads.override(lead_id, input, { signal })),
    }),
  })
