/** An agent's tools in a model's hands: what a step hands to its engine. All of them end in the gateway. */
import type { TenantTx } from '../database/database.ts'
import { AgentFailure } from '../runtime/agent-failure.ts'
import type { CallContext } from './call-context.ts'
import type { Gateway, OfferedTool } from './gateway.ts'

export interface ModelToolAnswer {
  /** What the tool returned, or for an error the words that the model is told. */
  content: unknown
  isError: boolean
}

/** A call that this step made before it was interrupted, with its answer. */
export interface EarlierCall {
  name: string
  arguments: Record<string, unknown>
  answer: ModelToolAnswer
}

export interface ModelTools {
  /** Only what the agent may use here; show a model nothing else. */
  list(): Promise<OfferedTool[]>
  /**
   * What the model should hear (refused, invalid, failed, rejected by a person) is an answer with `isError`. Throws what
   * ends the step: cancelled, paused, or waiting for a person; the step's signal is aborted then as well, so that an
   * engine which turns exceptions into answers ends too.
   */
  call(name: string, args: Record<string, unknown>): Promise<ModelToolAnswer>
  /**
   * When a step goes on after a wait for a person, its engine starts afresh. These calls were made already: tell the model
   * (or build them into the conversation). Asked again with the same arguments, the recorded answer is given.
   */
  readonly earlier: readonly EarlierCall[]
}

export interface ModelToolsDeps {
  gateway: Gateway
  context: Omit<CallContext, 'caller' | 'also'>
  /** A model may call many tools in one step: what it did is kept at once, not when the step ends. */
  keep: (writes: ((tx: TenantTx) => Promise<void>)[]) => Promise<void>
}

export function createModelTools({ gateway, context, keep }: ModelToolsDeps): ModelTools {
  return {
    earlier: [],
    list: () => gateway.offer({ ...context, caller: 'model', also: () => undefined }),
    async call(name, args) {
      const writes: ((tx: TenantTx) => Promise<void>)[] = []
      try {
        const asked = { ...context, caller: 'model' as const, also: writes.push.bind(writes) }
        return { content: await gateway.call(asked, name, args), isError: false }
      } catch (error) {
        context.signal.throwIfAborted()
        if (error instanceof AgentFailure) return { content: error.message, isError: true }
        return { content: `${name} failed. Go on without it.`, isError: true }
      } finally {
        await keep(writes)
      }
    },
  }
}
