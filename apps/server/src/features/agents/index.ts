/** Agents: what they are, and their kill switch. */
import { type AgentsDeps, agentsRoutes } from './agents.routes.ts'

export const agentsFeature = (deps: AgentsDeps) => ({ routes: [agentsRoutes(deps)] })
