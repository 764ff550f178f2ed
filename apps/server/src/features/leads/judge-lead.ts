/** Asks an engine for its judgement of a lead, as a step; and a person, where the budget says so. */
import type { CompanyProfile, Evidence, Lead, LeadJudgement } from '@insa/contracts'
import { waitForBudget } from '../../platform/batches/wait-for-budget.ts'
import { askForMore } from '../../platform/budget/ask-for-more.ts'
import type { Database } from '../../platform/database/database.ts'
import { addCosts, NO_COST } from '../../platform/engines/add-costs.ts'
import type { Engine, EngineAnswer, EngineTask } from '../../platform/engines/engine.ts'
import { EngineFailure } from '../../platform/engines/engine-failure.ts'
import type { BudgetAsk } from '../../platform/engines/model-meter.ts'
import type { Publish } from '../../platform/events/outbox.ts'
import type { AgentRun } from '../../platform/runtime/agent.ts'
import { AgentFailure } from '../../platform/runtime/agent-failure.ts'
import type { Defences } from '../../platform/safety/defences.ts'
import { judgeLeadTask, triesToSteer } from './judge-lead-task.ts'
import { listenIn } from './listen-in.ts'

export type JudgedLead = EngineAnswer<LeadJudgement> & {
  /** What the engine read holds words that try to steer it. */
  isSteered: boolean
}

/** The engine is over budget, and somebody may let it be. */
interface Asks {
  asks: BudgetAsk
  message: string
}

export interface JudgeLeadDeps {
  database: Database
  publish: Publish
  /** null: the site's own. */
  engineNamed: (name: string | null) => Engine
  instructions: string
  lead: Lead
  profile: CompanyProfile
  confidence: NonNullable<EngineTask<LeadJudgement>['confidence']>
  /** All of them, but in the attack gate. */
  defences: Defences
  /** Nobody waits: the engine may take hours, for less money. */
  isOffPeak: boolean
}

/** Who has allowed more so often is not asked again in the same run. */
const MOST_QUESTIONS = 3

/** @throws AgentFailure when no engine has a judgement, or the budget ends the run. */
export async function judgeLead(deps: JudgeLeadDeps, run: AgentRun): Promise<JudgedLead> {
  const account = { spent: NO_COST }
  for (let asked = 0; ; asked += 1) {
    const answer = await ask(deps, run, account, run.variant.engine)
    if (!('asks' in answer)) return answer
    if (asked < MOST_QUESTIONS && (await askForMore(run, answer.asks))) continue
    return judgeWithout(deps, run, account, answer.message)
  }
}

/** Nobody allowed more: our own engine costs nothing. */
async function judgeWithout(
  deps: JudgeLeadDeps,
  run: AgentRun,
  account: { spent: typeof NO_COST },
  why: string,
): Promise<JudgedLead> {
  const own = await ask(deps, run, account, 'baseline')
  if ('asks' in own) throw new AgentFailure('engine.over_budget', own.message)
  const message = `Our own engine answered without a model: ${why}`
  return { ...own, notes: [...own.notes, { code: 'fallback', message }] }
}

function ask(
  deps: JudgeLeadDeps,
  run: AgentRun,
  account: { spent: typeof NO_COST },
  engine: string | null,
): Promise<JudgedLead | Asks> {
  const { engineNamed, instructions, lead, profile, confidence, defences, isOffPeak } = deps
  const { organizationId, batchId } = run
  const isCheap = engine === 'baseline' || (engine === null && engineNamed(null).isFree === true)
  return run.step({ kind: 'engine', name: 'judge', summary, isCheap }, async (inside) => {
    const { tools, heard } = listenIn(inside.tools, { withScore: !defences.has('no_own_words') })
    const about = { instructions, lead, profile, defences }
    const given = { run, inside: { ...inside, tools }, step: 'judge', ...about }
    try {
      const chosen = engineNamed(engine)
      const answer = await (isOffPeak ? (chosen.runLater ?? chosen.run) : chosen.run)({
        ...judgeLeadTask(given),
        confidence,
        onProgress: run.activity,
        onSpent(cost) {
          account.spent = addCosts(account.spent, cost)
          run.spent(account.spent)
        },
      })
      return { ...answer, isSteered: triesToSteer(lead, heard) }
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error
      if (error.ask?.scope === 'day' && batchId !== null)
        throw await waitForBudget(deps, { organizationId, batchId }, error.message)
      if (error.ask) return { asks: error.ask, message: error.message }
      throw new AgentFailure(error.stop ?? error.code, error.message)
    }
  })
}

function summary(answer: JudgedLead | Asks): string {
  if ('asks' in answer) return `Over budget, so a person is asked: ${answer.message}`
  return `${answer.cost.engine}: ${describe(answer.value)}`
}

function describe(judgement: LeadJudgement): string {
  if (judgement.disqualified)
    return `Disqualified: ${judgement.disqualified.rule.replaceAll('_', ' ')}`
  const quotes = Object.values(judgement.factors).flatMap((f): Evidence[] => f.evidence).length
  const known = Object.values(judgement.factors).filter((f) => f.score !== null).length
  return `${known} of 5 factors known, ${quotes} quotes`
}
