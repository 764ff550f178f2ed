/** Who calls a tool, on whose behalf, and what the run has read so far. */
import type { TenantTx } from '../database/database.ts'
import type { ToolGrant } from './policy.ts'
import type { Taint } from './taint.ts'

/** `model`: a model asked for it, so words from outside may have. `code`: a rule of ours did. */
export type ToolCaller = 'model' | 'code'

export interface CallContext {
  agentType: string
  /** What its agent may call; every other tool is refused and the refusal recorded. */
  grants: readonly ToolGrant[]
  caller: ToolCaller
  organizationId: string
  executionId: string
  correlationId: string
  /** An agent that works on one lead reads and writes that lead only. */
  boundLeadId: string | null
  /** What marks the run: shared by all its calls. */
  taint: Taint
  /** The step's place in the journal. */
  seq: number
  /** Which of the step's equal calls it is, counted from 0; asked once a call. @param hash of what is asked for. */
  nth: (hash: string) => number
  signal: AbortSignal
  /** Takes what is to be written with the record of the step that makes the call. */
  also: (write: (tx: TenantTx) => Promise<void>) => void
  /** Call before what takes long or must not happen twice: what the run did so far is written down. Left out where it is already. */
  commit?: () => Promise<void>
}
