/** A lead in a list: enough to choose one. A person's override stands before the machine's value. */
import { type Lead, LeadStatus, Priority, RecommendedAction } from '@insa/contracts'
import { z } from 'zod'

export const LeadRow = z.object({
  id: z.string(),
  lead_name: z.string().nullable(),
  company_name: z.string().nullable(),
  country: z.string().nullable(),
  status: LeadStatus,
  lead_owner: z.string().nullable(),
  qualification_score: z.number().nullable(),
  priority: Priority.nullable(),
  recommended_action: RecommendedAction.nullable(),
  needs_review: z.boolean(),
  created_at: z.string(),
})

export function leadRow({ score, ...lead }: Lead): z.input<typeof LeadRow> {
  const { override } = score ?? {}
  return {
    ...lead,
    qualification_score: override?.qualification_score ?? score?.qualification_score ?? null,
    priority: override?.priority ?? score?.priority ?? null,
    recommended_action: override?.recommended_action ?? score?.recommended_action ?? null,
    needs_review: score?.needs_review ?? false,
  }
}
