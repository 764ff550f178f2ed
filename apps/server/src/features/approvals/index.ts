/** Approvals: what waits for a person, and their decision; what became of it. */
import { approvalRulesRoutes } from './approval-rules.routes.ts'
import { approvalsRoutes } from './approvals.routes.ts'
import type { ApprovalsDeps } from './approvals-deps.ts'
import { toolCallsRoutes } from './tool-calls.routes.ts'

export const approvalsFeature = (deps: ApprovalsDeps) => ({
  routes: [approvalsRoutes(deps), approvalRulesRoutes(deps), toolCallsRoutes(deps)],
})
