/** An agent as a caller of our own API: the system, on behalf of a tenant, with the records of sales and nothing else. */
import type { Permission } from '@insa/contracts'
import type { Actor } from './actor.ts'

/** The gateway has decided on the tool; this bounds what any tool could do. */
const OF_AGENTS: readonly Permission[] = [
  'leads:read',
  'leads:write',
  'customers:read',
  'customers:write',
  'opportunities:read',
  'opportunities:write',
  'projects:read',
  'projects:write',
  'activities:read',
  'activities:write',
]

export const agentActor = (organizationId: string, agentType: string): Actor => ({
  kind: 'system',
  id: `agent:${agentType}`,
  personId: null,
  name: `agent:${agentType}`,
  email: null,
  organizationId,
  role: 'sales',
  permissions: new Set(OF_AGENTS),
})
