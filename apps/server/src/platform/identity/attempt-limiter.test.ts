import { describe, expect, it } from 'vitest'
import { createAttemptLimiter } from './attempt-limiter.ts'

const rule = { max: 2, windowMs: 1000 }

describe('the attempt limiter', () => {
  it('refuses the try after the last, and says how long to wait', () => {
    let now = 0
    const limiter = createAttemptLimiter(() => now)
    limiter.take([{ key: 'a', rule }])
    limiter.take([{ key: 'a', rule }])
    now = 400
    expect(() => limiter.take([{ key: 'a', rule }])).toThrow(
      expect.objectContaining({ status: 429, code: 'auth.rate_limited', retryAfter: 1 }),
    )
  })

  it('counts from zero when the window has passed', () => {
    let now = 0
    const limiter = createAttemptLimiter(() => now)
    limiter.take([{ key: 'a', rule }])
    limiter.take([{ key: 'a', rule }])
    now = 1000
    expect(() => limiter.take([{ key: 'a', rule }])).not.toThrow()
  })

  it('counts each key by itself', () => {
    const limiter = createAttemptLimiter(() => 0)
    limiter.take([{ key: 'a', rule }])
    limiter.take([{ key: 'a', rule }])
    expect(() => limiter.take([{ key: 'b', rule }])).not.toThrow()
  })

  it('does not count a try that was right', () => {
    const limiter = createAttemptLimiter(() => 0)
    for (let i = 0; i < 10; i += 1) limiter.take([{ key: 'a', rule }])()
    expect(() => limiter.take([{ key: 'a', rule }])).not.toThrow()
  })

  it('counts nothing of a try that it refuses', () => {
    const limiter = createAttemptLimiter(() => 0)
    limiter.take([{ key: 'full', rule }])
    limiter.take([{ key: 'full', rule }])
    for (let i = 0; i < 5; i += 1) {
      expect(() =>
        limiter.take([
          { key: 'other', rule },
          { key: 'full', rule },
        ]),
      ).toThrow()
    }
    expect(() => limiter.take([{ key: 'other', rule }])).not.toThrow()
  })
})
