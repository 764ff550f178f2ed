/** An agent's tools in a model's hands: what a step hands to its engine. All of them end in the gateway. */
import type { TenantTx } from '../database/database.ts'
import { AgentFailure } from '../runtime/agent-failure.ts'
import { Suspension } from '../runtime/suspension.ts'
import type { CallContext } from './call-context.ts'
import type { Gateway, OfferedTool } from './gateway.ts'
import type { DecidedCall, EarlierCall, ModelToolAnswer } from './model-calls.ts'

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
  context: Omit<CallContext, 'caller' | 'also' | 'nth'>
  /** A model may call many tools in one step: what it did is kept at once, not when the step ends. */
  keep: (writes: ((tx: TenantTx) => Promise<void>)[]) => Promise<void>
  /** Tells the step that it is set aside. */
  suspend: (why: Suspension) => void
  /** What earlier attempts at this step called, and what was decided since. */
  history: { calls: readonly EarlierCall[]; decided: readonly DecidedCall[] }
}

/**
 * What was decided while the step waited is done first, whether its model asks again or not: approved means done.
 * @returns the tools, and the signal for the engine: the run's, and aborted when the step is set aside.
 */
export async function createModelTools(deps: ModelToolsDeps): Promise<{
  tools: ModelTools
  signal: AbortSignal
}> {
  const { gateway, context, keep, suspend, history } = deps
  const aside = new AbortController()
  const running = new Set<Promise<unknown>>()
  const asked = new Map<string, number>()
  let suspended: Suspension | null = null

  const inOrder = (hash: string) => {
    const nth = asked.get(hash) ?? 0
    asked.set(hash, nth + 1)
    return nth
  }
  /** Nothing new begins; what is on its way comes to its end, so that no effect is left in the dark. */
  const setAside = async (why: Suspension) => {
    suspended ??= why
    suspend(why)
    await Promise.allSettled(running)
    aside.abort(why)
  }
  const keeping = async <T>(work: (asked: Omit<CallContext, 'nth'>) => Promise<T>): Promise<T> => {
    const writes: ((tx: TenantTx) => Promise<void>)[] = []
    const also = (write: (tx: TenantTx) => Promise<void>) => void writes.push(write)
    try {
      return await work({ ...context, caller: 'model', also })
    } finally {
      if (writes.length > 0) await keep(writes)
    }
  }
  const ask = async (
    name: string,
    args: Record<string, unknown>,
    nth: CallContext['nth'],
  ): Promise<ModelToolAnswer> => {
    try {
      const content = await keeping((c) => gateway.call({ ...c, nth }, name, args))
      return { content, isError: false }
    } catch (error) {
      if (error instanceof Suspension) throw error
      context.signal.throwIfAborted()
      if (error instanceof AgentFailure) return { content: error.message, isError: true }
      return { content: `${name} failed. Go on without it.`, isError: true }
    }
  }
  const earlier: EarlierCall[] = [...history.calls]
  for (const { name, arguments: args, nth } of history.decided) {
    earlier.push({ name, arguments: args, answer: await ask(name, args, () => nth) })
  }
  return {
    signal: AbortSignal.any([context.signal, aside.signal]),
    tools: {
      earlier,
      list: () => keeping((c) => gateway.offer({ ...c, nth: inOrder })),
      async call(name, args) {
        if (suspended) throw suspended
        const answer = ask(name, args, inOrder)
        running.add(answer)
        try {
          return await answer
        } catch (error) {
          running.delete(answer)
          if (error instanceof Suspension) await setAside(error)
          throw error
        } finally {
          running.delete(answer)
        }
      },
    },
  }
}
