/**
 * Asked before every call of a model and told after it: what budgets and the cost ledger are built on. Both model engines
 * call it for each request, retries and fallbacks included (model-calls.ts), Claude Code by way of our proxy (model-proxy.ts).
 */
import type { ModelUsage } from './models.ts'

/** Whose money it is. */
export interface Payer {
  organizationId: string
  executionId: string
  agentType: string
  /** The name of the step in the execution's journal. */
  step: string
  leadId: string | null
}

export interface ModelCall {
  payer: Payer
  engine: string
  model: string
  /** The call's place in its run, from 1; a retry is a call of its own. */
  number: number
  /** The most that it can use: the request's bytes bound its input, `max_tokens` its output. */
  inputTokensAtMost: number
  outputTokensAtMost: number
  /** What that would cost, all of it written to the one-hour cache: US dollars, six decimals. */
  worstCaseUsd: string
  /** In a message batch, at half price. */
  batch: boolean
}

export interface Permit {
  granted: true
  /** The meter's own name for the reservation. */
  id: string
}

export interface Refusal {
  granted: false
  /** Stable and dotted, e.g. `budget.day_exceeded`; the execution's error carries it. */
  code: string
  /** For people: which limit, and what to do. */
  message: string
  /**
   * `stop`: the execution fails. `downgrade`: a cheaper model is asked for next, and at last the baseline. `ask`: a person
   * is asked for more, and then the model again.
   */
  instead: 'stop' | 'downgrade' | 'ask'
  /** What is to be asked for; with `ask` only. */
  ask?: BudgetAsk
}

/** Which limit should give way, and by how much. */
export interface BudgetAsk {
  scope: 'run' | 'lead' | 'customer' | 'day'
  /** The id, or for a day its UTC date. */
  key: string
  /** US dollars. */
  amount_usd: string
}

/** What a call came to. A call is settled once, also when it failed or was cut. */
export interface Settlement {
  /** As the API named it in its answer; the asked-for one when there was none. */
  model: string
  usage: ModelUsage
  /** Exact, in US dollars: a single call may cost less than a millionth. */
  costUsd: string
  outcome: 'answered' | 'failed' | 'cut'
  /** The line was cut before the API told its numbers: they are reckoned from what was sent and received. */
  estimated: boolean
  durationMs: number
}

export interface ModelMeter {
  /** Holds back the worst case, or refuses. A meter that cannot read its limits refuses. */
  reserve(call: ModelCall): Promise<Permit | Refusal>
  /** Frees what was held back and books what was used. Must not throw for a permit that it has given. */
  settle(permit: Permit, settlement: Settlement): Promise<void>
}

/** Allows everything and remembers nothing. */
export const UNLIMITED: ModelMeter = {
  reserve: async () => ({ granted: true, id: '' }),
  settle: async () => undefined,
}
