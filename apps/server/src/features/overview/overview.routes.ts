/** GET /api/v1/overview. */
import { Overview, OverviewQuery } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { utcDay } from '../../platform/budget/budget-keys.ts'
import type { AnswerFromCache } from '../../platform/cache/answer-from-cache.ts'
import type { Database } from '../../platform/database/database.ts'
import { readOverview } from './overview.store.ts'

export interface OverviewDeps {
  database: Database
  answerFromCache: AnswerFromCache
}

export const overviewRoutes =
  ({ database, answerFromCache }: OverviewDeps): FastifyPluginAsync =>
  async (plain) => {
    plain.withTypeProvider<ZodTypeProvider>().get(
      '/api/v1/overview',
      {
        schema: {
          tags: ['Overview'],
          summary: 'Figures of the last days',
          querystring: OverviewQuery,
          response: { 200: Overview },
        },
        config: { permission: 'leads:read' },
      },
      ({ actor: { organizationId }, query: { days } }, reply) =>
        answerFromCache(
          reply,
          'overview',
          {
            organizationId,
            // Whoever may see leads sees the same. The days that are counted end today.
            key: `${days}:${utcDay(new Date())}`,
            topics: ['leads', 'executions'],
          },
          () => database.tenant(organizationId, (tx) => readOverview(tx, days)),
        ),
    )
  }
