/** Customers: their records, people and places, their history, what merges and erases them. */
import type { FastifyPluginAsync } from 'fastify'
import { contactsRoutes } from './contacts.routes.ts'
import { customersRoutes } from './customers.routes.ts'
import type { CustomersDeps } from './customers-deps.ts'

export const customersFeature = (deps: CustomersDeps) => ({
  routes: [customersRoutes(deps), contactsRoutes(deps)] satisfies FastifyPluginAsync[],
})
