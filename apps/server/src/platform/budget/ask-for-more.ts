/** Asks a person to let a run cost more than its budget says; the run waits for the answer like for any approval. */
import type { BudgetAsk } from '../engines/model-meter.ts'
import type { AgentRun } from '../runtime/agent.ts'
import { AgentFailure } from '../runtime/agent-failure.ts'
import { ALLOW_MORE } from './budget-tools.ts'

/** @returns whether somebody allowed it; not in a replay, which touches no budget. */
export async function askForMore(run: AgentRun, ask: BudgetAsk): Promise<boolean> {
  try {
    const answer = await run.tool(
      ALLOW_MORE,
      { ...ask },
      () => `A person allowed $${ask.amount_usd} more`,
    )
    return answer !== null
  } catch (error) {
    if (error instanceof AgentFailure && error.code === 'tool.rejected') return false
    throw error
  }
}
