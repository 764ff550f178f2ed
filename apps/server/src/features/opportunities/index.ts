/** Opportunities: what may be sold, the stages that it moves through, and what came of it. */
import type { FastifyPluginAsync } from 'fastify'
import { opportunitiesRoutes } from './opportunities.routes.ts'
import type { OpportunitiesDeps } from './opportunities-deps.ts'
import { salesProcessRoutes } from './sales-process.routes.ts'

export const opportunitiesFeature = (deps: OpportunitiesDeps) => ({
  routes: [opportunitiesRoutes(deps), salesProcessRoutes(deps)] satisfies FastifyPluginAsync[],
})
