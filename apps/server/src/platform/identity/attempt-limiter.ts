/** Counts tries that cost something or guess a secret, per address and per account, in this process's memory. */
import { AppError } from '../http/errors.ts'

export interface AttemptRule {
  /** Tries in a window. */
  max: number
  windowMs: number
}

export interface Attempt {
  key: string
  rule: AttemptRule
}

export interface AttemptLimiter {
  /**
   * Counts a try under every key before it is made, so that parallel guesses count too.
   * @returns how to give it back, for a try that was right.
   * @throws AppError 429 `auth.rate_limited`, and counts nothing.
   */
  take(attempt: readonly Attempt[]): () => void
}

interface Window {
  count: number
  endsAt: number
}

/** Beyond this many keys the oldest windows are forgotten: memory is bounded, whoever knocks. */
const MAX_KEYS = 20_000

export function createAttemptLimiter(now: () => number = Date.now): AttemptLimiter {
  const windows = new Map<string, Window>()

  const current = (key: string): Window | undefined => {
    const window = windows.get(key)
    if (window && window.endsAt > now()) return window
    windows.delete(key)
    return undefined
  }

  const count = (key: string, rule: AttemptRule): Window => {
    const window = current(key) ?? { count: 0, endsAt: now() + rule.windowMs }
    window.count += 1
    windows.set(key, window)
    return window
  }

  return {
    take(attempt) {
      for (const { key, rule } of attempt) {
        const window = current(key)
        if (window && window.count >= rule.max) throw tooMany(window.endsAt - now())
      }
      const taken = attempt.map(({ key, rule }) => count(key, rule))
      for (const oldest of windows.keys()) {
        if (windows.size <= MAX_KEYS) break
        windows.delete(oldest)
      }
      return () => {
        for (const window of taken) window.count -= 1
      }
    },
  }
}

const tooMany = (remainingMs: number) =>
  new AppError(429, 'auth.rate_limited', 'Too many attempts. Wait, then try again.', {
    retryAfter: Math.max(1, Math.ceil(remainingMs / 1000)),
  })
