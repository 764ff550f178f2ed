/** Canary records: which they are, and who has read them. What rings: platform/canaries. */
import { canariesRoutes } from './canaries.routes.ts'
import type { CanariesDeps } from './canaries-deps.ts'

export const canariesFeature = (deps: CanariesDeps) => ({ routes: [canariesRoutes(deps)] })
