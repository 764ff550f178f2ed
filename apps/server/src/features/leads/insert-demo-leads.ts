/** Puts leads of the past in place, once, and asks for their qualification, as if each had just come in. */

import { detectLanguage } from '@insa/baseline'
import type { LeadInput } from '@insa/contracts'
import type { Database } from '../../platform/database/database.ts'
import { isFirstOf } from '../../platform/runtime/executions.store.ts'
import type { Runtime } from '../../platform/runtime/runtime.ts'
import { insertLead } from './leads.store.ts'
import { LEAD_QUALIFICATION } from './request-qualification.ts'

const DEMO = 'system:demo'

export interface DatedLead {
  id: string
  lead: LeadInput
  /** When it came in. */
  at: Date
}

export async function insertDemoLeads(
  { database, runtime }: { database: Database; runtime: Runtime },
  organizationId: string,
  leads: DatedLead[],
): Promise<void> {
  await database.tenant(organizationId, async (tx) => {
    // A start that was cut off may have loaded them: its executions stay, whatever became of the leads.
    if (!(await isFirstOf(tx, DEMO))) return
    for (const { id, lead, at } of leads) {
      await insertLead(
        tx,
        id,
        { ...lead, language: lead.language ?? detectLanguage(lead.message ?? '') },
        at,
      )
    }
    await runtime.openMany(
      tx,
      leads.map(({ id }) => ({
        agentType: LEAD_QUALIFICATION,
        input: { lead_id: id },
        leadId: id,
        triggeredBy: DEMO,
        correlationId: `demo-${id}`,
      })),
    )
  })
}
