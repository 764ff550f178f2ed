/** System: what this installation is made of. */
import type { SystemStatus } from '@insa/contracts'
import { systemRoutes } from './system.routes.ts'

export const systemFeature = (status: () => Promise<SystemStatus>) => ({
  routes: [systemRoutes(status)],
})
