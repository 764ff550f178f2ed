/** The queue only wakes (rule 3): a ring says "look for due work", and a lost ring costs a sweep's interval, nothing more. */
export interface Doorbell {
  ring(): void
  /** @returns a function that takes the listener off. */
  onRing(listener: () => Promise<void>): () => void
}

/** Within one process. Rings during a run are remembered as one. */
export function createInProcessDoorbell(): Doorbell {
  const listeners = new Map<() => Promise<void>, { busy: boolean; again: boolean }>()
  const run = async (listener: () => Promise<void>, state: { busy: boolean; again: boolean }) => {
    state.busy = true
    do {
      state.again = false
      await listener()
    } while (state.again && listeners.has(listener))
    state.busy = false
  }
  return {
    ring() {
      for (const [listener, state] of listeners) {
        if (state.busy) state.again = true
        else void run(listener, state)
      }
    },
    onRing(listener) {
      listeners.set(listener, { busy: false, again: false })
      return () => listeners.delete(listener)
    },
  }
}
