import { describe, expect, it } from 'vitest'
import { createLocalCounters } from '../limits/local-counters.ts'
import { createAttemptLimiter } from './attempt-limiter.ts'

const limit = (key: string) => ({ key, max: 2, windowMs: 1000 })

describe('the attempt limiter', () => {
  it('refuses the try after the last, and says how long to wait', async () => {
    let now = 0
    const limiter = createAttemptLimiter(createLocalCounters(() => now))
    await limiter.take([limit('a')])
    await limiter.take([limit('a')])
    now = 400
    await expect(limiter.take([limit('a')])).rejects.toMatchObject({
      status: 429,
      code: 'auth.rate_limited',
      retryAfter: 1,
    })
    now = 1000
    await limiter.take([limit('a')])
  })

  it('does not count a try that was right', async () => {
    const limiter = createAttemptLimiter(createLocalCounters(() => 0))
    for (let i = 0; i < 10; i += 1) {
      const giveBack = await limiter.take([limit('a')])
      await giveBack()
    }
    await limiter.take([limit('a')])
  })
})
