/** Calls about the servers that tools come from, and about what agents may do with them. */
import type { z } from 'zod'
import { Approval, type ApprovalListQuery, type ApproveInput } from './approvals.ts'
import type { CallOptions, QueryOf, Transport } from './client-transport.ts'
import { pageOf } from './common.ts'
import { type SettleInput, type ToolCallListQuery, ToolCallRecord } from './tool-calls.ts'
import { McpServer, McpServerPage } from './tools.ts'

export function mcpClient({ send }: Transport) {
  const servers = '/api/v1/mcp/servers'
  return {
    servers: (call?: CallOptions) => send({ method: 'GET', path: servers }, McpServerPage, call),
    restart: (name: string, call?: CallOptions) => {
      const path = `${servers}/${encodeURIComponent(name)}/restart`
      return send({ method: 'POST', path }, McpServer, call)
    },
    /** @param listedHash of the set that was looked at. */
    approve: (name: string, listedHash: string, call?: CallOptions) => {
      const path = `${servers}/${encodeURIComponent(name)}/approve`
      return send({ method: 'POST', path, json: { listed_hash: listedHash } }, McpServer, call)
    },
  }
}

const TOOL_CALLS = '/api/v1/tool-calls'
const ToolCallPage = pageOf(ToolCallRecord)

export function toolCallsClient({ send }: Transport) {
  const one = (id: string) => `${TOOL_CALLS}/${encodeURIComponent(id)}`
  return {
    list: (query: QueryOf<ToolCallListQuery> = {}, call?: CallOptions) =>
      send({ method: 'GET', path: TOOL_CALLS, query }, ToolCallPage, call),
    get: (id: string, call?: CallOptions) =>
      send({ method: 'GET', path: one(id) }, ToolCallRecord, call),
    /** Says what became of one whose fate is unknown. */
    settle: (id: string, input: z.input<typeof SettleInput>, call?: CallOptions) =>
      send({ method: 'POST', path: `${one(id)}/settle`, json: input }, ToolCallRecord, call),
  }
}

const APPROVALS = '/api/v1/approvals'
const ApprovalPage = pageOf(Approval)

export function approvalsClient({ send }: Transport) {
  const one = (id: string) => `${APPROVALS}/${encodeURIComponent(id)}`
  return {
    list: (query: QueryOf<ApprovalListQuery> = {}, call?: CallOptions) =>
      send({ method: 'GET', path: APPROVALS, query }, ApprovalPage, call),
    get: (id: string, call?: CallOptions) => send({ method: 'GET', path: one(id) }, Approval, call),
    /** As it is, or with other arguments. */
    approve: (id: string, input: z.input<typeof ApproveInput> = {}, call?: CallOptions) =>
      send({ method: 'POST', path: `${one(id)}/approve`, json: input }, Approval, call),
    /** The agent receives the reason. */
    reject: (id: string, reason: string, call?: CallOptions) =>
      send({ method: 'POST', path: `${one(id)}/reject`, json: { reason } }, Approval, call),
  }
}
