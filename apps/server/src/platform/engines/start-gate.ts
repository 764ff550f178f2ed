/**
 * Starts of processes, some at a time: twenty at once on two cores would all be late. What a run waits for goes before what is
 * only made ready.
 */

export interface GatedStart<T> {
  started: Promise<T>
  /** A run waits for it now. */
  hurry(): void
}

export type StartGate = <T>(start: () => Promise<T>, isUrgent: boolean) => GatedStart<T>

/** @param atOnce starts that may be under way together. */
export function createStartGate(atOnce: number): StartGate {
  const urgent: (() => Promise<void>)[] = []
  const others: (() => Promise<void>)[] = []
  let underWay = 0

  const next = () => {
    while (underWay < atOnce) {
      const begin = urgent.shift() ?? others.shift()
      if (!begin) return
      underWay += 1
      void begin().finally(() => {
        underWay -= 1
        next()
      })
    }
  }
  return <T>(start: () => Promise<T>, isUrgent: boolean): GatedStart<T> => {
    const { promise: started, resolve, reject } = Promise.withResolvers<T>()
    const begin = () => start().then(resolve, reject)
    const queue = isUrgent ? urgent : others
    queue.push(begin)
    next()
    return {
      started,
      hurry() {
        const waiting = others.indexOf(begin)
        if (waiting >= 0) urgent.push(...others.splice(waiting, 1))
      },
    }
  }
}
