/** Begins when a lead is scored: gives its owner a task with a day, where the action has changed. No model is asked. */
import { RecommendedAction } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import type { AgentDefinition, AgentRun } from '../../platform/runtime/agent.ts'
import { AgentFailure } from '../../platform/runtime/agent-failure.ts'
import { findLastOutput } from '../../platform/runtime/event-starts.store.ts'
import { type FollowUp, planFollowUp } from './plan-follow-up.ts'

export interface FollowUpDeps {
  /** The lead as it is now; undefined where it is gone. */
  findFollowUpFacts: (
    tx: TenantTx,
    leadId: string,
  ) => Promise<
    | { effective_action: string | null; lead_owner: string | null; customer_id: string | null }
    | undefined
  >
}

const LEAD_FOLLOW_UP = 'lead_follow_up'
const PLAN_ACTIVITY = 'mcp__erpnext__plan_activity'

interface Decision {
  action: RecommendedAction
  owner: string | null
  followUp: FollowUp | null
  /** Why there is no task; null where there is one. */
  not: 'same_action' | 'nothing_to_do' | 'customer' | null
}

export function createFollowUpAgent(deps: FollowUpDeps): AgentDefinition {
  return {
    type: LEAD_FOLLOW_UP,
    title: 'Lead follow-up',
    description:
      'When a lead is scored and the action is another than before, its owner gets a task: contact it today, or arrange a demo within three working days. Off until it is switched on.',
    tools: [{ tool: PLAN_ACTIVITY, by: 'code', where: { id: { is: 'bound_lead' } } }],
    timeoutMs: 60_000,
    isOffAtFirst: true,
    startsOn: [
      {
        event: 'lead.scored',
        input: ({ lead_id }) => ({ input: { lead_id }, leadId: lead_id }),
      },
    ],
    run: (run) => followUp(deps, run),
  }
}

async function followUp(deps: FollowUpDeps, run: AgentRun) {
  const { leadId } = run
  if (leadId === null)
    throw new AgentFailure('lead.not_found', 'The lead was removed before its turn came.')
  const { action, owner, followUp, not } = await run.store(
    { kind: 'code', name: 'decide', summary: inWords },
    (tx) => decide(deps, tx, run, leadId),
  )
  if (followUp)
    await run.tool(
      PLAN_ACTIVITY,
      {
        doctype: 'Lead',
        id: leadId,
        kind: 'todo',
        ...followUp,
        ...(owner === null ? {} : { assigned_to: owner }),
      },
      () => `A task until ${followUp.due}${owner === null ? ', for nobody yet' : ` for ${owner}`}`,
    )
  return { output: { recommended_action: action, due: followUp?.due ?? null, not } }
}

async function decide(
  deps: FollowUpDeps,
  tx: TenantTx,
  { executionId, startedAt }: AgentRun,
  leadId: string,
): Promise<Decision> {
  const lead = await deps.findFollowUpFacts(tx, leadId)
  if (!lead?.effective_action)
    throw new AgentFailure('lead.not_scored', 'The lead has no score any more.')
  const action = RecommendedAction.parse(lead.effective_action)
  const before = await findLastOutput(tx, { agentType: LEAD_FOLLOW_UP, leadId, executionId })
  const followUp = planFollowUp(action, startedAt)
  const not =
    lead.customer_id !== null
      ? 'customer'
      : before?.recommended_action === action
        ? 'same_action'
        : followUp === null
          ? 'nothing_to_do'
          : null
  return { action, owner: lead.lead_owner, followUp: not === null ? followUp : null, not }
}

function inWords({ action, not, followUp }: Decision): string {
  switch (not) {
    case 'same_action':
      return `No task: ${action}, as before`
    case 'nothing_to_do':
      return `No task: ${action}`
    case 'customer':
      return 'No task: the lead is a customer already'
    case null:
      return `${followUp?.subject}, until ${followUp?.due}`
  }
}
