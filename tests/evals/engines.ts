/** The engines that can be evaluated. */
import type { EvidenceField, Lead, LeadJudgement } from '@insa/contracts'

/** What an engine gets to see of a lead. */
export type JudgedLead = Pick<Lead, EvidenceField | 'language' | 'phone'>

/** Judges one lead; relative times in it count from `at`. */
export type Judge = (lead: JudgedLead, at: Date) => LeadJudgement | Promise<LeadJudgement>

/** By name. Each is loaded only when it is asked for: it may take time, or need a key that another does not. */
const ENGINES: Readonly<Record<string, () => Promise<Judge>>> = {
  baseline: async () => {
    const { DEFAULT_COMPANY_PROFILE, judgeLead } = await import('@insa/baseline')
    return (lead, at) => judgeLead(lead, DEFAULT_COMPANY_PROFILE, at)
  },
}

export class UnknownEngineError extends Error {
  constructor(name: string) {
    super(`There is no engine named "${name}". There are: ${Object.keys(ENGINES).join(', ')}.`)
  }
}

/** @throws {UnknownEngineError} */
export async function openEngine(name: string): Promise<Judge> {
  const open = Object.hasOwn(ENGINES, name) ? ENGINES[name] : undefined
  if (!open) throw new UnknownEngineError(name)
  return open()
}
