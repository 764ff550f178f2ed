/** Twenty leads as they arrive at an integrator, spread over the last weeks, each qualified like any other, and what came of some. */
import { LeadInput } from '@insa/contracts'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import type { Program } from '../compose.ts'
import demoLeads from './demo-leads.json' with { type: 'json' }
import { readDemoDeals } from './read-demo-deals.ts'

/** `days_ago` is turned into a date at loading, so that the demo never looks old. */
const DemoLead = z.strictObject({ days_ago: z.number().min(0).max(60), lead: LeadInput })

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * @param owner whose deals they are: an e-mail address.
 * @returns how many leads were loaded.
 */
export async function loadDemo(
  program: Pick<Program, 'insertDemoLeads' | 'insertDemoDeals'>,
  organizationId: string,
  owner: string,
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
  await program.insertDemoDeals(organizationId, readDemoDeals(owner))
  return leads.length
}
