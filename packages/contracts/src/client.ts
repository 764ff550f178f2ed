/**
 * The typed client of the HTTP API: what the console, the CLI and the tests speak through. Browser-safe: only fetch,
 * web streams and `crypto.getRandomValues`.
 */
import type { z } from 'zod'
import { alertsClient } from './client-alerts.ts'
import { batchesClient } from './client-batches.ts'
import { canariesClient } from './client-canaries.ts'
import {
  activitiesClient,
  addressesClient,
  contactsClient,
  customersClient,
  opportunitiesClient,
  projectsClient,
} from './client-crm.ts'
import { erpnextClient } from './client-erpnext.ts'
import { errorsClient } from './client-error-groups.ts'
import { type EventOptions, streamEvents } from './client-events.ts'
import { executionsClient } from './client-executions.ts'
import {
  apiKeysClient,
  authClient,
  invitationsClient,
  membersClient,
  organizationsClient,
} from './client-identity.ts'
import { leadsClient } from './client-leads.ts'
import { agentsClient, auditClient, mailClient, settingsClient } from './client-settings.ts'
import { approvalsClient, mcpClient, toolCallsClient } from './client-tools.ts'
import {
  type CallOptions,
  type ClientOptions,
  createTransport,
  type QueryOf,
} from './client-transport.ts'
import { Costs, type CostsQuery } from './costs.ts'
import { Me } from './identity.ts'
import { Overview, SystemStatus } from './reports.ts'
import { SqlReport, type SqlReportInput } from './sql-reports.ts'

export type Client = ReturnType<typeof createClient>

/** Calls grouped by noun. Answers are checked against their shapes; whatever fails throws ApiError. */
export function createClient(options: ClientOptions) {
  const transport = createTransport(options)
  const { send } = transport
  return {
    leads: leadsClient(transport),
    batches: batchesClient(transport),
    customers: customersClient(transport),
    contacts: contactsClient(transport),
    addresses: addressesClient(transport),
    opportunities: opportunitiesClient(transport),
    projects: projectsClient(transport),
    activities: activitiesClient(transport),
    executions: executionsClient(transport),
    settings: settingsClient(transport),
    agents: agentsClient(transport),
    erpnext: erpnextClient(transport),
    mcp: mcpClient(transport),
    alerts: alertsClient(transport),
    errors: errorsClient(transport),
    approvals: approvalsClient(transport),
    toolCalls: toolCallsClient(transport),
    mail: mailClient(transport),
    audit: auditClient(transport),
    canaries: canariesClient(transport),
    auth: authClient(transport),
    invitations: invitationsClient(transport),
    apiKeys: apiKeysClient(transport),
    organizations: organizationsClient(transport),
    members: membersClient(transport),
    /** Who the cookie or the key is, and what it may do. */
    me: (call?: CallOptions) => send({ method: 'GET', path: '/api/v1/me' }, Me, call),
    /** What is real and what stands in. */
    system: (call?: CallOptions) =>
      send({ method: 'GET', path: '/api/v1/system' }, SystemStatus, call),
    /** Figures of the last `days` (30 unless given). */
    overview: (query: { days?: number | undefined } = {}, call?: CallOptions) =>
      send({ method: 'GET', path: '/api/v1/overview', query }, Overview, call),
    /** One SELECT over the views of the organization, for administrators. */
    sqlReport: (input: z.input<typeof SqlReportInput>, call?: CallOptions) =>
      send({ method: 'POST', path: '/api/v1/reports/sql', json: input }, SqlReport, call),
    /** What models cost, added up by day unless asked otherwise. */
    costs: (query: QueryOf<CostsQuery> = {}, call?: CallOptions) =>
      send({ method: 'GET', path: '/api/v1/costs', query }, Costs, call),
    /** The organization's events, until the signal ends them. */
    events: (eventOptions: EventOptions = {}) =>
      streamEvents({ transport, path: '/api/v1/events', isOver: async () => false }, eventOptions),
  }
}
