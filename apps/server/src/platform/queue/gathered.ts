/**
 * However often it is called while one run is under way, one more run follows.
 * @returns a function whose promise is that of a run that began after the call.
 */
export function gathered(work: () => Promise<unknown>): () => Promise<void> {
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  const begin = async () => {
    next = null
    await work()
  }
  const start = (): Promise<void> => {
    running = begin().finally(() => {
      running = null
    })
    return running
  }
  return () => {
    if (next) return next
    if (!running) return start()
    next = running.then(start, start)
    return next
  }
}
