/** Audit: the trail, for people, and its proof. */
import { auditRoutes } from './audit.routes.ts'
import type { AuditDeps } from './audit-deps.ts'

export const auditFeature = (deps: AuditDeps) => ({ routes: [auditRoutes(deps)] })
