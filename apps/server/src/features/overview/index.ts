/** Overview: how things stand. */
import type { AnswerCache } from '../../platform/cache/answer-cache.ts'
import { createAnswerFromCache } from '../../platform/cache/answer-from-cache.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Metrics } from '../../platform/telemetry/metrics.ts'
import { overviewRoutes } from './overview.routes.ts'

export interface OverviewFeatureDeps {
  database: Database
  cache: AnswerCache
  metrics: Pick<Metrics, 'cacheAsked'>
}

export const overviewFeature = ({ database, cache, metrics }: OverviewFeatureDeps) => ({
  routes: [overviewRoutes({ database, answerFromCache: createAnswerFromCache(cache, metrics) })],
})
