/** The built-in CRM behind ERPNext's tool names: what stands in for ERPNext until one is connected. */
import { Lead, Priority, RecommendedAction } from '@insa/contracts'
import { z } from 'zod'
import type { Database } from '../../platform/database/database.ts'
import { last } from '../../platform/database/statement-marks.ts'
import { defineTool, type Tool } from '../../platform/gateway/tool.ts'
import { AgentFailure } from '../../platform/runtime/agent-failure.ts'
import { presentLead } from './lead.ts'
import { copyEffectiveScore } from './lead-scores.store.ts'
import { findLead } from './leads.store.ts'

export function createCrmTools(database: Database): Tool[] {
  const getLead = defineTool({
    name: 'mcp__erpnext__get_lead',
    description: 'Reads one lead with all its fields and its current score.',
    effect: 'read',
    // A lead's message is a stranger's.
    outside: true,
    leadArgument: 'lead_id',
    input: z.strictObject({ lead_id: z.uuid() }),
    output: Lead,
    run: ({ organizationId }, { lead_id }) =>
      database.tenant(organizationId, async (tx) => {
        const found = await findLead(tx, lead_id, last)
        if (!found) throw new AgentFailure('lead.not_found', `There is no lead ${lead_id}.`)
        return presentLead(found.lead, found.score)
      }),
  })
  const updateLead = defineTool({
    name: 'mcp__erpnext__update_lead',
    description:
      "Shows a lead's score in the CRM. A person's override is shown instead where there is one.",
    effect: 'write',
    outside: false,
    repeatable: true,
    leadArgument: 'lead_id',
    input: z.strictObject({
      lead_id: z.uuid(),
      qualification_score: z.number().min(0).max(100),
      priority: Priority,
      recommended_action: RecommendedAction,
    }),
    output: z.strictObject({ lead_id: z.uuid() }),
    // The built-in CRM and lead_scores are one database: what is shown is copied from there, so an override holds.
    run: ({ organizationId }, { lead_id }) =>
      database.tenant(organizationId, async (tx) => {
        await copyEffectiveScore(tx, lead_id)
        return { lead_id }
      }),
    preview: ({ organizationId }, { lead_id, ...wanted }) =>
      database.tenant(organizationId, async (tx) => {
        const lead = (await findLead(tx, lead_id))?.lead
        const shown = {
          qualification_score: lead?.effective_score ? Number(lead.effective_score) : null,
          priority: lead?.effective_priority ?? null,
          recommended_action: lead?.effective_action ?? null,
        }
        return Object.entries(wanted).map(([field, value]) => ({
          field,
          old: shown[field as keyof typeof wanted],
          new: value,
        }))
      }),
  })
  return [getLead, updateLead]
}
