/** Keeps the claim on an organization's exchange while a go is at work, however long a phase of it takes. */

export interface HeldClaim {
  /** Aborted where the claim is another's by now, or cannot be renewed. */
  lost: AbortSignal
  /** Resolves when nothing renews it any more, so that it can be let go. */
  end(): Promise<void>
}

/** @param renew throws where the claim is another's. @param everyMs between two signs of life. */
export function holdClaim(renew: () => Promise<unknown>, everyMs: number): HeldClaim {
  const lost = new AbortController()
  let renewing: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    renewing = renewing.then(renew).catch((error: unknown) => lost.abort(error))
  }, everyMs)
  return {
    lost: lost.signal,
    async end() {
      clearInterval(timer)
      await renewing
    },
  }
}
