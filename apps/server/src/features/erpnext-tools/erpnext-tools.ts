/**
 * The server erpnext's tools as tools of the gateway: one door, one set of names, two back ends. The site's own organization works in
 * ERPNext where it is set; everybody else in the built-in CRM, through our own API.
 */
import { createClient } from '@insa/contracts'
import {
  type CrmBackend,
  createBuiltInBackend,
  createFrappeClient,
  createRestBackend,
  describeToolError,
  type InProcessTool,
  inProcessTools,
  ToolError,
} from '@insa/mcp-servers/erpnext-tools'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Database } from '../../platform/database/database.ts'
import {
  defineTool,
  type Tool,
  type ToolCall,
  type ToolPreview,
} from '../../platform/gateway/tool.ts'
import { ToolFateUnknown, ToolUnavailable } from '../../platform/gateway/tool-errors.ts'
import { injectFetch } from '../../platform/http/inject-fetch.ts'
import { agentActor } from '../../platform/identity/agent-actor.ts'
import { findFirstOrganization } from '../../platform/identity/first-organization.ts'
import type { InsideCallers } from '../../platform/identity/inside-callers.ts'
import { findErpnextName } from '../../platform/records/erpnext-name.store.ts'
import { AgentFailure } from '../../platform/runtime/agent-failure.ts'
import type { ChosenCrm } from './choose-crm.ts'
import { toErpnextIds } from './erpnext-ids.ts'

export interface ErpnextToolsDeps {
  crm: ChosenCrm
  database: Database
  insideCallers: InsideCallers
  /** Our own API; it is there when the first agent runs. */
  app: () => FastifyInstance
  /** For one answer of ERPNext. Milliseconds. */
  timeoutMs: number
  /** Names that other tools have: a running agent's lead is read and marked in our own tables (docs/decisions/0017). */
  except: ReadonlySet<string>
}

type Arguments = Record<string, unknown>

export function createErpnextTools(deps: ErpnextToolsDeps): Tool[] {
  const place = workplaces(deps)
  return inProcessTools()
    .map((one) => ({ one, name: `mcp__erpnext__${one.tool.name}` }))
    .filter(({ name }) => !deps.except.has(name))
    .map(({ one, name }) => toGatewayTool(name, one, place))
}

/** Where a call works, and what the records in it are called there. */
interface Workplace {
  backend: CrmBackend
  idsOf(args: Arguments): Promise<Arguments>
}

function toGatewayTool(
  name: string,
  { tool, callOn }: InProcessTool,
  placeOf: (call: ToolCall) => Promise<Workplace>,
): Tool {
  const { description, effect, repeatable = false, openWorld, input, inputSchema } = tool
  const perform = async (call: ToolCall, args: Arguments) => {
    const { backend, idsOf } = await placeOf(call)
    const there = await idsOf(args)
    try {
      return await callOn(backend, there, call.signal)
    } catch (error) {
      throw error instanceof ToolError ? toFailure(name, error) : error
    }
  }
  const hasDryRun = 'dry_run' in input.shape
  return defineTool({
    name,
    description,
    effect: openWorld ? 'egress' : effect,
    // What stands in a CRM was written by strangers, too.
    outside: true,
    repeatable,
    ...('lead_id' in input.shape && { leadArgument: 'lead_id' }),
    input,
    inputSchema,
    output: z.record(z.string(), z.unknown()),
    run: (call, args) => perform(call, args as Arguments),
    ...(hasDryRun && {
      preview: async (call: ToolCall, args: unknown) => {
        const { changes } = await perform(call, { ...(args as Arguments), dry_run: true })
        return (changes ?? []) as ToolPreview[]
      },
    }),
  })
}

/** It never began: the site is away, and asking later may help. */
const NOT_BEGUN = new Set([
  'erpnext.unreachable',
  'erpnext.unavailable',
  'erpnext.busy',
  'client.unreachable',
])
/** No answer, or none in time. */
const UNKNOWN = new Set(['erpnext.outcome_unknown', 'tool.timeout', 'client.timeout'])

function toFailure(name: string, error: ToolError): Error {
  const words = describeToolError(error)
  if (NOT_BEGUN.has(error.code ?? '')) return new ToolUnavailable(`${name}: ${words}`)
  if (UNKNOWN.has(error.code ?? '')) return new ToolFateUnknown(`${name}: ${words}`)
  return new AgentFailure('tool.failed', words)
}

function workplaces(deps: ErpnextToolsDeps): (call: ToolCall) => Promise<Workplace> {
  const { crm, database, insideCallers, app, timeoutMs } = deps
  const site = crm.kind === 'erpnext' ? siteOf(crm, timeoutMs) : null
  let owner: string | null = null
  const ownsSite = async (organizationId: string) => {
    owner ??= await findFirstOrganization(database)
    return owner === organizationId
  }
  return async ({ organizationId, agentType }) => {
    if (site && (await ownsSite(organizationId))) {
      const nameOf = (doctype: string, id: string) =>
        database.tenant(organizationId, (tx) => findErpnextName(tx, doctype, id))
      return { backend: site, idsOf: (args) => toErpnextIds(args, nameOf) }
    }
    const fetchAs: typeof globalThis.fetch = (input, init = {}) =>
      insideCallers.as(agentActor(organizationId, agentType), (key) => {
        const headers = new Headers(init.headers)
        headers.set('authorization', `Bearer ${key}`)
        return injectFetch(app())(input, { ...init, headers })
      })
    const client = createClient({ baseUrl: INSIDE, fetch: fetchAs })
    return { backend: createBuiltInBackend(client), idsOf: async (args) => args }
  }
}

/** Never dialled: calls stay inside of the process. */
const INSIDE = 'http://inside.invalid'

const siteOf = (
  { url, key }: Extract<ChosenCrm, { kind: 'erpnext' }>,
  timeoutMs: number,
): CrmBackend => createRestBackend(createFrappeClient({ url, ...key, timeoutMs }))
