/** A route's answer through the cache: counted, and said in the header Cache-Status (RFC 9211). */
import type { FastifyReply } from 'fastify'
import type { Metrics } from '../telemetry/metrics.ts'
import type { AnswerCache, CacheOutcome, Question } from './answer-cache.ts'

/** @param name of the cache among others, for the metrics. */
export type AnswerFromCache = <T>(
  reply: FastifyReply,
  name: string,
  question: Question,
  workOut: () => Promise<T>,
) => Promise<T>

const STATUS: Record<CacheOutcome, string> = {
  hit: 'insa; hit',
  miss: 'insa; fwd=miss; stored',
  bypass: 'insa; fwd=bypass',
}

export const createAnswerFromCache =
  (cache: AnswerCache, metrics: Pick<Metrics, 'cacheAsked'>): AnswerFromCache =>
  async (reply, name, question, workOut) => {
    const { answer, outcome } = await cache.read(
      { ...question, key: `${name}:${question.key}` },
      workOut,
    )
    metrics.cacheAsked(name, outcome)
    reply.header('cache-status', STATUS[outcome])
    return answer
  }
