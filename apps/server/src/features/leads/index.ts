/** Leads: the CRM's records, their import, their qualification. */
import type { FastifyPluginAsync } from 'fastify'
import { createImportAgent } from './lead-import.agent.ts'
import {
  createQualificationAgent,
  type QualificationAgentDeps,
} from './lead-qualification.agent.ts'
import { createRescoringAgent } from './lead-rescoring.agent.ts'
import { leadsRoutes } from './leads.routes.ts'
import type { LeadsDeps } from './leads-deps.ts'
import { leadsImportRoutes } from './leads-import.routes.ts'
import { qualificationRoutes } from './qualification.routes.ts'
import { qualificationBatchesRoutes } from './qualification-batches.routes.ts'
import { qualificationSettingsRoutes } from './qualification-settings.routes.ts'
import type { BatchDeps } from './request-batch.ts'

export function leadsFeature(deps: LeadsDeps & QualificationAgentDeps & BatchDeps) {
  return {
    agents: [createQualificationAgent(deps), createImportAgent(deps), createRescoringAgent(deps)],
    routes: [
      leadsImportRoutes(deps),
      leadsRoutes(deps),
      qualificationRoutes(deps),
      qualificationBatchesRoutes(deps),
      qualificationSettingsRoutes(deps),
    ] satisfies FastifyPluginAsync[],
  }
}
