/** The baseline's judgement of a lead, as the engine calls it: parsed in, parsed out. */

import { judgeLead } from '@insa/baseline'
import { CompanyProfile, Instant, Lead, type LeadJudgement } from '@insa/contracts'
import { z } from 'zod'

const Input = z.strictObject({ lead: Lead, profile: CompanyProfile, at: Instant })

export function judgeLeadBaseline(data: unknown): LeadJudgement {
  const { lead, profile, at } = Input.parse(data)
  return judgeLead(lead, profile, new Date(at))
}
