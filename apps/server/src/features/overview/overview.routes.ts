/** GET /api/v1/overview. */
import { Overview, OverviewQuery } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Database } from '../../platform/database/database.ts'
import { readOverview } from './overview.store.ts'

export const overviewRoutes =
  (database: Database): FastifyPluginAsync =>
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
      ({ actor, query }) =>
        database.tenant(actor.organizationId, (tx) => readOverview(tx, query.days)),
    )
  }
