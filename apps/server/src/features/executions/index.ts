/** Executions: every run of an agent, watched and steered. */
import { type ExecutionsDeps, executionsRoutes } from './executions.routes.ts'

export const executionsFeature = (deps: ExecutionsDeps) => ({ routes: [executionsRoutes(deps)] })
