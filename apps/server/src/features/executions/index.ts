/** Executions: every run of an agent, watched and steered. */
import { executionsRoutes } from './executions.routes.ts'
import type { ExecutionsDeps } from './executions-deps.ts'

export const executionsFeature = (deps: ExecutionsDeps) => ({ routes: [executionsRoutes(deps)] })
