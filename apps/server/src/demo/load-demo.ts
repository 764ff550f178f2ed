/** Twenty leads as they arrive at an integrator, spread over the last weeks, each qualified like any other. */
import { LeadInput } from '@insa/contracts'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import type { Program } from '../compose.ts'
import demoLeads from './demo-leads.json' with { type: 'json' }

/** `days_ago` is turned into a date at loading, so that the demo never looks old. */
const DemoLead = z.strictObject({ days_ago: z.number().min(0).max(60), lead: LeadInput })

const DAY_MS = 24 * 60 * 60 * 1000

/** @returns how many leads were loaded. */
export async function loadDemo(
  program: Pick<Program, 'insertDemoLeads'>,
  organizationId: string,
): Promise<number> {
  const now = Date.now()
  const leads = z
    .array(DemoLead)
    .parse(demoLeads)
    .map(({ days_ago, lead }) => {
      const at = new Date(now - days_ago * DAY_MS)
      return { id: uuidv7({ msecs: at.getTime() }), lead, at }
    })
  await program.insertDemoLeads(organizationId, leads)
  return leads.length
}
