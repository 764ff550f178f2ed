/** Counts tries that cost something or guess a secret, per address and per account. */
import { AppError } from '../http/errors.ts'
import type { Counters, Limit } from '../limits/counters.ts'

export interface AttemptLimiter {
  /**
   * Counts a try under every key before it is made, so that parallel guesses count too.
   * @returns how to give it back, for a try that was right.
   * @throws AppError 429 `auth.rate_limited`, and counts nothing.
   */
  take(attempt: readonly Limit[]): Promise<() => Promise<void>>
}

export const createAttemptLimiter = (counters: Counters): AttemptLimiter => ({
  async take(attempt) {
    const { counted, endsInMs } = await counters.take(attempt)
    if (!counted) throw tooMany(endsInMs)
    return () => counters.giveBack(attempt)
  },
})

const tooMany = (remainingMs: number) =>
  new AppError(429, 'auth.rate_limited', 'Too many attempts. Wait, then try again.', {
    retryAfter: Math.max(1, Math.ceil(remainingMs / 1000)),
  })
