/** The lead qualification agent: read the lead, let an engine judge it, check, decide, store, write back, alert. */
import {
  CompanyProfile,
  Lead,
  LeadJudgement,
  LeadScore,
  QualificationSettings,
} from '@insa/contracts'
import { ALLOW_MORE } from '../../platform/budget/budget-tools.ts'
import type { Database, TenantTx } from '../../platform/database/database.ts'
import type { Engine } from '../../platform/engines/engine.ts'
import type { Publish } from '../../platform/events/outbox.ts'
import { isOffPeakBatch } from '../../platform/message-batches/message-batches.store.ts'
import type { AgentDefinition, AgentRun } from '../../platform/runtime/agent.ts'
import { AgentFailure } from '../../platform/runtime/agent-failure.ts'
import { ALL_DEFENCES, type Defences } from '../../platform/safety/defences.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { type AlertDeps, alertImmediateLead } from './alert-immediate-lead.ts'
import { checkEvidence } from './check-evidence.ts'
import { flagsOfNotes } from './flag-engine-notes.ts'
import { judgeLead } from './judge-lead.ts'
import { readQualificationPrompt } from './judge-lead-task.ts'
import { saveScore } from './lead-scores.store.ts'
import { GET_LEAD } from './listen-in.ts'
import { COMPANY_PROFILE, QUALIFICATION } from './qualification-settings.ts'
import { LEAD_QUALIFICATION } from './request-qualification.ts'
import { scoreLead } from './score-lead.ts'
import { compare, decideBothAgain, type Opinion, settleOpinions } from './second-opinion.ts'

export interface QualificationAgentDeps extends AlertDeps {
  database: Database
  engine: Engine
  /** Another one, for a replay; null: the site's own. */
  engineNamed: (name: string | null) => Engine
  publish: Publish
  /** All of them, but in the attack gate. */
  defences: Defences
}

const UPDATE_LEAD = 'mcp__erpnext__update_lead'

export function createQualificationAgent(deps: QualificationAgentDeps): AgentDefinition {
  const instructions = readQualificationPrompt()
  return {
    type: LEAD_QUALIFICATION,
    title: 'Lead qualification',
    description:
      'Scores a lead on budget, timeline, complexity, authority and fit, with the words each grade rests on.',
    tools: [
      GET_LEAD,
      { tool: UPDATE_LEAD, by: 'code' },
      { tool: ALLOW_MORE, by: 'code', unbound: true },
    ],
    engine: deps.engine.name,
    timeoutMs: 120_000,
    prompt: instructions,
    run: (run) => qualify({ ...deps, instructions }, run),
  }
}

async function qualify(deps: QualificationAgentDeps & { instructions: string }, run: AgentRun) {
  if (run.leadId === null)
    throw new AgentFailure('lead.not_found', 'The lead was removed before its turn came.')
  const lead = Lead.parse(
    await run.tool(GET_LEAD, { lead_id: run.leadId }, (l) => `Read ${title(l as Lead)}`),
  )
  const { database, publish, engineNamed, instructions, defences } = deps
  const settings = await run.step(
    {
      kind: 'code',
      name: 'read_settings',
      summary: () => 'Weights, thresholds and company profile',
      isCheap: true,
    },
    () => database.tenant(run.organizationId, (tx) => readSettings(tx, run.batchId)),
  )
  const confidence = agreement(lead, settings.qualification)
  const { isOffPeak } = settings
  const about = { instructions, lead, profile: settings.profile, defences, isOffPeak }
  const given = { database, publish, engineNamed, ...about, confidence }
  const answer = await judgeLead(given, run)
  run.spent(answer.cost)
  const opinionOf = opinionsOn(lead, settings.qualification, defences)
  const settled = settleOpinions(
    opinionOf(answer.value, answer.cost.engine, answer.cost.model),
    answer.second ? opinionOf(answer.second, 'baseline', null) : null,
    answer.isSteered,
    defences,
  )
  const { held } = settled
  const score: LeadScore = {
    lead_id: lead.id,
    execution_id: run.executionId,
    engine: held.engine,
    model: held.model,
    ...held.decision,
    confidence: settled.confidence,
    questions_to_ask: held.judgement.questions_to_ask,
    flags: [...settled.flags, ...flagsOfNotes(answer.notes)],
    second_opinion: settled.second_opinion,
    needs_review: settled.needs_review,
    scored_at: new Date().toISOString(),
    override: null,
  }
  const saved = LeadScore.parse(
    await run.store(
      {
        kind: 'store',
        name: 'save_score',
        summary: (s: LeadScore) => `${s.qualification_score} points, ${s.priority}`,
        replay: () => score,
      },
      async (tx) => {
        // Other settings since they were read would otherwise pass this lead by.
        const now = await readSetting(tx, QUALIFICATION)
        const kept = { held: held.judgement, second: settled.other?.judgement ?? null }
        const stored = await saveScore(tx, decideBothAgain(score, kept, now), kept)
        await deps.publish(tx, {
          type: 'lead.scored',
          lead_id: lead.id,
          execution_id: run.executionId,
          qualification_score: stored.qualification_score,
          priority: stored.priority,
          recommended_action: stored.recommended_action,
        })
        return stored
      },
    ),
  )
  await run.tool(
    UPDATE_LEAD,
    {
      lead_id: lead.id,
      qualification_score: saved.qualification_score,
      priority: saved.priority,
      recommended_action: saved.recommended_action,
    },
    () => 'The CRM shows the score',
  )
  if (saved.priority === 'IMMEDIATE')
    await alertImmediateLead(deps, run, lead, saved, settings.qualification.sales_email)
  return { output: saved as unknown as Record<string, unknown> }
}

/** What code makes of a judgement: its quotes are checked, then it is computed. */
const opinionsOn =
  (lead: Lead, settings: QualificationSettings, defences = ALL_DEFENCES) =>
  (raw: LeadJudgement, engine: string, model: string | null): Opinion => {
    const judgement = checkEvidence(LeadJudgement.parse(raw), lead, defences)
    return { engine, model, judgement, decision: scoreLead(judgement, settings) }
  }

/** A stronger model is asked before a person has to be. */
function agreement(lead: Lead, settings: QualificationSettings) {
  const opinionOf = opinionsOn(lead, settings)
  return (value: LeadJudgement, second: LeadJudgement) => {
    const [model, own] = [value, second].map((j) => opinionOf(j, '', null).decision)
    return model && own && compare(model, own) === 'far' ? 0 : 1
  }
}

interface Settings {
  qualification: QualificationSettings
  profile: CompanyProfile
  isOffPeak: boolean
}

const readSettings = async (tx: TenantTx, batchId: string | null): Promise<Settings> => ({
  isOffPeak: batchId !== null && (await isOffPeakBatch(tx, batchId)),
  qualification: QualificationSettings.parse(await readSetting(tx, QUALIFICATION)),
  profile: CompanyProfile.parse(await readSetting(tx, COMPANY_PROFILE)),
})

const title = (lead: Lead) => lead.company_name ?? lead.lead_name ?? lead.email_id ?? lead.id
