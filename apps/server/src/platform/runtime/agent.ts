/** What an agent is: a declaration, and a run made of journaled steps. */
import type { ExecutionActivity, ExecutionProgress, StepKind } from '@insa/contracts'
import type { TenantTx } from '../database/database.ts'
import type { ModelTools } from '../gateway/model-tools.ts'
import type { ToolGrant } from '../gateway/policy.ts'
import type { EventTrigger } from './event-trigger.ts'
import type { Lineage } from './lineage.ts'
import type { RunVariant } from './replay.ts'

export interface AgentDefinition {
  /** As in `agent_executions.agent_type`. */
  type: string
  title: string
  description: string
  /** The tools that it may call, by full name or with conditions (gateway/policy.ts); the gateway refuses every other. */
  tools: readonly (string | ToolGrant)[]
  /** What its executions say they run on until an engine has answered; `baseline` when left out. */
  engine?: string
  /** An attempt that takes longer is ended, and tried again like one that failed. Milliseconds. */
  timeoutMs: number
  /** Events that it begins on, by itself. */
  startsOn?: readonly EventTrigger[]
  /** It begins nothing until somebody has switched it on. */
  isOffAtFirst?: boolean
  /** What its engine is told, where it asks one: a replay may try other words. */
  prompt?: string
  run(run: AgentRun): Promise<AgentOutcome>
}

export interface AgentOutcome {
  output: Record<string, unknown>
  /** Runs in the transaction that marks the execution as succeeded. */
  onFinish?: (tx: TenantTx) => Promise<void>
}

/** An execution as its agent sees it. Steps are identified by their order: a run that goes on after a crash takes the same ones. */
export interface AgentRun {
  readonly executionId: string
  readonly organizationId: string
  readonly leadId: string | null
  /** The batch whose item it is; null for a run by itself. */
  readonly batchId: string | null
  readonly correlationId: string
  readonly triggeredBy: string
  readonly input: Record<string, unknown>
  /** When the execution was first started: the run's clock, the same after a crash. */
  readonly startedAt: Date
  /** Aborted on cancel, on time-out and when the process stops. */
  readonly signal: AbortSignal
  /** What the runs that this one feeds inherit: hand it to `inherit` (lineage.ts) when one is opened. */
  readonly lineage: Lineage
  /** What this run asks differently, where it is a replay. */
  readonly variant: RunVariant
  /** A step whose repetition does no harm: reading, judging, computing. Its result is kept, and read back after a crash. */
  step<T>(step: StepSpec<T>, work: (inside: StepInside) => Promise<T>): Promise<T>
  /** A step in our own database: what it does and the record of it are one transaction, so what it writes is written once. */
  store<T>(step: StepSpec<T>, work: (tx: TenantTx) => Promise<T>): Promise<T>
  /** Calls a tool through the gateway, as a step. */
  tool(
    name: string,
    args: Record<string, unknown>,
    summary?: (result: unknown) => string,
  ): Promise<unknown>
  /** Says how far it is; not journaled. */
  progress(progress: ExecutionProgress): Promise<void>
  /** Says what it is doing inside a step; kept nowhere. */
  activity(activity: ExecutionActivity): void
  /** Notes which engine and model judged and what it cost. */
  spent(cost: RunCost): void
}

/** What a step's work is given; an engine's step hands both on to its engine. */
export interface StepInside {
  /** The agent's tools, called as a model. */
  tools: ModelTools
  /** The run's signal, and aborted when a call of this step has to wait for a person. */
  signal: AbortSignal
}

export interface StepSpec<T> {
  kind: StepKind
  name: string
  /** One line for people about what came out. */
  summary: (result: T) => string
  /** Doing it again costs no money and no time: the record of it may wait for the run's next transaction. */
  isCheap?: boolean
  /**
   * What a replay, which does not take the step, gives in its place: for what follows from a judgement that may now be
   * another. Without it, the recorded answer.
   */
  replay?: (recorded: T | undefined) => T
}

export interface RunCost {
  engine: string
  model: string | null
  tokens: { input: number; output: number; cache_read: number; cache_write: number }
  /** US dollars, as a decimal string. */
  costUsd: string
}
