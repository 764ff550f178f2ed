/** What an engine is asked about a lead: the prompt beside the agent, the tenant's profile, and the lead's words behind a fence. */
import { readFileSync } from 'node:fs'
import { type CompanyProfile, EvidenceField, type Lead, LeadJudgement } from '@insa/contracts'
import { cleanUntrusted } from '../../platform/engines/clean-untrusted.ts'
import {
  type EngineLimits,
  type EngineTask,
  type PromptPart,
  toJsonSchema,
} from '../../platform/engines/engine.ts'
import { ABOUT_FENCES } from '../../platform/engines/fence-untrusted.ts'
import { sizeOf } from '../../platform/engines/models.ts'
import { estimateTokens } from '../../platform/engines/watch-answer.ts'
import type { AgentRun, StepInside } from '../../platform/runtime/agent.ts'
import type { Defences } from '../../platform/safety/defences.ts'
import { blankOrders, findOrders } from '../../platform/safety/find-orders.ts'
import { ModelJudgement, modelJudgement } from './model-judgement.ts'
import { LEAD_QUALIFICATION } from './request-qualification.ts'

/**
 * A judgement takes a small model about 1,200 tokens and a few seconds; the limits leave room for its thinking, a look at the
 * record, one correction and one stronger model.
 */
const LIMITS: EngineLimits = { turns: 6, timeMs: 90_000, outputTokens: 6_000, usd: '0.40' }

/** What a judgement comes to, of a small model. */
export const JUDGEMENT_TOKENS = 1_200

/** @throws when the prompt is not there: the program does not start without it. */
export const readQualificationPrompt = (): string =>
  readFileSync(new URL('lead-qualification.prompt.md', import.meta.url), 'utf8')

/** Beside its message: the other fields, our question, the fences. Bytes. */
const AROUND_A_MESSAGE = 1_500

/** About so many tokens a prompt has, for a lead whose message has so many bytes. */
export const estimatePromptTokens = (profile: CompanyProfile, messageBytes: number): number =>
  estimateTokens(
    Buffer.byteLength(readQualificationPrompt() + ABOUT_FENCES + describeProfile(profile)) +
      JSON.stringify(toJsonSchema(ModelJudgement)).length +
      AROUND_A_MESSAGE +
      messageBytes,
  )

export interface JudgeLead {
  run: AgentRun
  inside: StepInside
  /** The name of the step in the journal. */
  step: string
  instructions: string
  lead: Lead
  profile: CompanyProfile
  /** All of them, but in the attack gate. */
  defences: Defences
}

export function judgeLeadTask(given: JudgeLead): EngineTask<LeadJudgement> {
  const { run, inside, lead, profile, defences } = given
  const at = run.startedAt.toISOString()
  return {
    name: LEAD_QUALIFICATION,
    size: sizeOf(run.variant.model) ?? 'small',
    instructions: run.variant.prompt ?? given.instructions,
    standing: [{ title: 'The company profile', text: describeProfile(profile) }],
    question: `Judge the lead with the id ${lead.id}. Today is ${at.slice(0, 10)}.`,
    outside: describeLead(lead),
    data: { lead: withoutOrders(lead), profile, at },
    tools: inside.tools,
    output: LeadJudgement,
    modelOutput: modelJudgement(lead, defences),
    limits: LIMITS,
    defences,
    payer: {
      organizationId: run.organizationId,
      executionId: run.executionId,
      agentType: LEAD_QUALIFICATION,
      step: given.step,
      leadId: lead.id,
    },
    signal: inside.signal,
  }
}

/** The fields in which strangers write what they like. */
const FREE_TEXT = [
  'message',
  'lead_name',
  'company_name',
  'job_title',
  'city',
  'industry',
  'source',
] as const

/** Whether the lead, as a model gets it, or what its tools told it holds words that try to steer it. */
export const triesToSteer = (lead: Lead, heard: readonly string[]): boolean =>
  findOrders(
    [...FREE_TEXT.map((field) => lead[field] ?? ''), ...heard].map((t) => cleanUntrusted(t).text),
  ) !== null

/** For our own engine: words that try to steer it are left out, all others stand where they stood. */
function withoutOrders(lead: Lead): Lead {
  const left = { ...lead }
  for (const field of FREE_TEXT) {
    const blanked = blankOrders(lead[field] ?? '')
    left[field] = blanked.trim() === '' ? null : blanked
  }
  return left
}

/** Always the same words for the same profile: it stands in the cached part of the prompt. */
function describeProfile(profile: CompanyProfile): string {
  const list = (values: readonly string[], none: string) => values.join(', ') || none
  const rates = Object.entries(profile.exchange_rates)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, rate]) => `1 ${code} = ${rate} ${profile.currency}`)
  return [
    `We are ${profile.company_name}.`,
    `- Work: ${list(profile.services, 'not said')}`,
    `- For whom: ${list(profile.industries, 'any industry')}`,
    `- Platforms: ${list(profile.platforms, 'any')}`,
    `- Territory (countries): ${list(profile.territory, 'everywhere')}`,
    `- Smallest job worth a visit: ${profile.smallest_job} ${profile.currency}`,
    `- Known competitors: ${list(profile.competitors, 'none named')}`,
    `- Exchange rates: ${list(rates, 'none')}`,
  ].join('\n')
}

/** The fields that may be quoted, each on its line, and the message by itself. */
function describeLead(lead: Lead): PromptPart[] {
  const fields = EvidenceField.options
    .filter((field) => field !== 'message' && lead[field] !== null)
    .map((field) => `${field}: ${String(lead[field]).replaceAll(/\s+/g, ' ')}`)
  return [
    { title: 'fields of the lead', text: fields.join('\n') },
    { title: 'message of the lead', text: lead.message ?? '(no message)' },
  ]
}
