/** The doorbell of one process alone. */
import type { Doorbell } from './doorbell.ts'

interface Answering {
  types: ReadonlySet<string>
  listener: () => Promise<void>
  /** The answer under way. */
  busy: Promise<void> | null
  again: boolean
  isOff: boolean
}

/** Rings during an answer are remembered as one. @param onError an answer failed; the next ring is answered all the same. */
export function createInProcessDoorbell(onError: (error: unknown) => void): Doorbell {
  const answering = new Set<Answering>()
  const answer = async (a: Answering) => {
    do {
      a.again = false
      await a.listener().catch(onError)
    } while (a.again && !a.isOff)
    a.busy = null
  }
  return {
    ring(agentType) {
      for (const a of answering) {
        if (!a.types.has(agentType)) continue
        if (a.busy) a.again = true
        else a.busy = answer(a)
      }
    },
    onRing(agentTypes, listener) {
      const a: Answering = {
        types: new Set(agentTypes),
        listener,
        busy: null,
        again: false,
        isOff: false,
      }
      answering.add(a)
      return async () => {
        a.isOff = true
        answering.delete(a)
        await a.busy
      }
    },
    async close() {
      answering.clear()
    },
  }
}
