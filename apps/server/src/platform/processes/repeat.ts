/** One look, again and again: never two at once, and none begins once it was told to stop. */
import type { Duty } from './scheduler.ts'

export interface Repeating extends Duty {
  /** There is something to do: now, and not only at the next turn. Nothing, where this process does not do it. */
  wake(): void
}

export interface RepeatOptions {
  /** Milliseconds between the beginnings of two looks; one that takes longer is not begun a second time. */
  everyMs: number
  /** Whether the first look is taken at the start. Default: yes. */
  atOnce?: boolean
  /** A look failed; the next is taken all the same. Not called for one that was ended by `stop`. */
  onError: (error: unknown) => void
}

/** @param look told by the signal that it has to end; answers true where there is more to do at once. */
export function repeat(
  look: (signal: AbortSignal) => Promise<unknown>,
  { everyMs, atOnce = true, onError }: RepeatOptions,
): Repeating {
  let timer: NodeJS.Timeout | undefined
  let stopping = new AbortController()
  let running: Promise<void> | null = null
  let isWanted = false
  const lookOnce = async ({ signal }: AbortController) => {
    isWanted = false
    try {
      return (await look(signal)) === true
    } catch (error) {
      if (!signal.aborted) onError(error)
      return false
    }
  }
  const run = async () => {
    let isMore: boolean
    do isMore = await lookOnce(stopping)
    while ((isMore || isWanted) && !stopping.signal.aborted)
    running = null
  }
  const turn = () => {
    running ??= run()
  }
  return {
    start() {
      if (timer !== undefined) return
      stopping = new AbortController()
      timer = setInterval(turn, everyMs).unref()
      if (atOnce) turn()
    },
    wake() {
      if (timer === undefined) return
      isWanted = true
      turn()
    },
    async stop() {
      stopping.abort(new Error('The program ends.'))
      clearInterval(timer)
      timer = undefined
      await running
    },
  }
}
