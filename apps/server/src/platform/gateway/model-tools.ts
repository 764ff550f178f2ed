/** An agent's tools in a model's hands: what a step hands to its engine. All of them end in the gateway. */
import type { TenantTx } from '../database/database.ts'
import { AgentFailure } from '../runtime/agent-failure.ts'
import { Suspension } from '../runtime/suspension.ts'
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
  /** Tells the step that it is set aside. */
  suspend: (why: Suspension) => void
}

/** @returns the tools, and the signal for the engine: the run's, and aborted when the step is set aside. */
export function createModelTools({ gateway, context, keep, suspend }: ModelToolsDeps): {
  tools: ModelTools
  signal: AbortSignal
} {
  const aside = new AbortController()
  const running = new Set<Promise<unknown>>()
  let suspended: Suspension | null = null

  /** Nothing new begins; what is on its way comes to its end, so that no effect is left in the dark. */
  const setAside = async (why: Suspension) => {
    suspended ??= why
    suspend(why)
    await Promise.allSettled(running)
    aside.abort(why)
  }
  const ask = async (name: string, args: Record<string, unknown>): Promise<ModelToolAnswer> => {
    const writes: ((tx: TenantTx) => Promise<void>)[] = []
    const also = (write: (tx: TenantTx) => Promise<void>) => void writes.push(write)
    try {
      const content = await gateway.call({ ...context, caller: 'model', also }, name, args)
      return { content, isError: false }
    } catch (error) {
      if (error instanceof Suspension) throw error
      context.signal.throwIfAborted()
      if (error instanceof AgentFailure) return { content: error.message, isError: true }
      return { content: `${name} failed. Go on without it.`, isError: true }
    } finally {
      if (writes.length > 0) await keep(writes)
    }
  }
  return {
    signal: AbortSignal.any([context.signal, aside.signal]),
    tools: {
      earlier: [],
      list: () => gateway.offer({ ...context, caller: 'model', also: () => undefined }),
      async call(name, args) {
        if (suspended) throw suspended
        const asked = ask(name, args)
        running.add(asked)
        try {
          return await asked
        } catch (error) {
          running.delete(asked)
          if (error instanceof Suspension) await setAside(error)
          throw error
        } finally {
          running.delete(asked)
        }
      },
    },
  }
}
