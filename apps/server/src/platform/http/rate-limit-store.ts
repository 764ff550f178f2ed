/** @fastify/rate-limit's store on counters that all processes share. */
import type { FastifyRateLimitStore, RateLimitPluginOptions } from '@fastify/rate-limit'
import type { Counters } from '../limits/counters.ts'

type Store = NonNullable<RateLimitPluginOptions['store']>

export const rateLimitStore = (counters: Counters): Store =>
  class implements FastifyRateLimitStore {
    incr(
      key: string,
      done: (error: Error | null, result?: { current: number; ttl: number }) => void,
      windowMs: number,
      max: number,
    ): void {
      counters.take([{ key: `requests ${key}`, max, windowMs }]).then(
        ({ counted, count, endsInMs }) =>
          done(null, { current: counted ? count : max + 1, ttl: endsInMs }),
        (error: Error) => done(error),
      )
    }

    child(): FastifyRateLimitStore {
      return this
    }
  }
