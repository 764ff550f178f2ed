/** Calls about settings, agents, outgoing mail and the audit trail. */
import type { z } from 'zod'
import { ApprovalRules } from './approvals.ts'
import { AuditHead, type AuditListQuery, ListedAuditEntry } from './audit.ts'
import type { CallOptions, QueryOf, Transport } from './client-transport.ts'
import { pageOf } from './common.ts'
import { BudgetSettings } from './costs.ts'
import { Agent, type AgentLimits, AgentPage, AllAgents } from './executions.ts'
import { SalesProcess, type SalesProcessInput } from './opportunities.ts'
import { ApprovalRulesPreview, ToolPolicyPreview } from './previews.ts'
import { CompanyProfile, QualificationSettings } from './qualification.ts'
import { type MailListQuery, OutgoingMail, SettingsPreview } from './reports.ts'
import { ToolPolicy } from './tools.ts'

const QUALIFICATION = '/api/v1/settings/qualification'
const BUDGETS = '/api/v1/settings/budgets'
const COMPANY_PROFILE = '/api/v1/settings/company-profile'
const APPROVAL_RULES = '/api/v1/settings/approval-rules'
const SALES_PROCESS = '/api/v1/settings/sales-process'
const TOOL_POLICY = '/api/v1/settings/tool-policy'
const MailPage = pageOf(OutgoingMail)
const AuditPage = pageOf(ListedAuditEntry)

export function settingsClient({ send }: Transport) {
  return {
    qualification: (call?: CallOptions) =>
      send({ method: 'GET', path: QUALIFICATION }, QualificationSettings, call),
    updateQualification: (settings: QualificationSettings, call?: CallOptions) =>
      send({ method: 'PUT', path: QUALIFICATION, json: settings }, QualificationSettings, call),
    /** How today's leads would move under other settings. Stores nothing. */
    previewQualification: (settings: QualificationSettings, call?: CallOptions) => {
      const path = `${QUALIFICATION}/preview`
      return send({ method: 'POST', path, json: settings }, SettingsPreview, call)
    },
    budgets: (call?: CallOptions) => send({ method: 'GET', path: BUDGETS }, BudgetSettings, call),
    updateBudgets: (budgets: BudgetSettings, call?: CallOptions) =>
      send({ method: 'PUT', path: BUDGETS, json: budgets }, BudgetSettings, call),
    companyProfile: (call?: CallOptions) =>
      send({ method: 'GET', path: COMPANY_PROFILE }, CompanyProfile, call),
    salesProcess: (call?: CallOptions) =>
      send({ method: 'GET', path: SALES_PROCESS }, SalesProcess, call),
    updateSalesProcess: (process: SalesProcessInput, call?: CallOptions) =>
      send({ method: 'PUT', path: SALES_PROCESS, json: process }, SalesProcess, call),
    toolPolicy: (call?: CallOptions) =>
      send({ method: 'GET', path: TOOL_POLICY }, ToolPolicy, call),
    updateToolPolicy: (policy: z.input<typeof ToolPolicy>, call?: CallOptions) =>
      send({ method: 'PUT', path: TOOL_POLICY, json: policy }, ToolPolicy, call),
    /** What agents could call then. Stores nothing. */
    previewToolPolicy: (policy: z.input<typeof ToolPolicy>, call?: CallOptions) => {
      const path = `${TOOL_POLICY}/preview`
      return send({ method: 'POST', path, json: policy }, ToolPolicyPreview, call)
    },
    approvalRules: (call?: CallOptions) =>
      send({ method: 'GET', path: APPROVAL_RULES }, ApprovalRules, call),
    updateApprovalRules: (rules: z.input<typeof ApprovalRules>, call?: CallOptions) =>
      send({ method: 'PUT', path: APPROVAL_RULES, json: rules }, ApprovalRules, call),
    /** Which calls would need a person then. Stores nothing. */
    previewApprovalRules: (rules: z.input<typeof ApprovalRules>, call?: CallOptions) => {
      const path = `${APPROVAL_RULES}/preview`
      return send({ method: 'POST', path, json: rules }, ApprovalRulesPreview, call)
    },
    updateCompanyProfile: (profile: CompanyProfile, call?: CallOptions) =>
      send({ method: 'PUT', path: COMPANY_PROFILE, json: profile }, CompanyProfile, call),
  }
}

export function agentsClient({ send }: Transport) {
  return {
    list: (call?: CallOptions) => send({ method: 'GET', path: '/api/v1/agents' }, AgentPage, call),
    /** The kill switch. */
    setEnabled: (type: string, enabled: boolean, call?: CallOptions) => {
      const path = `/api/v1/agents/${encodeURIComponent(type)}`
      return send({ method: 'PATCH', path, json: { enabled } }, Agent, call)
    },
    /** The switch above all of them. */
    setAllEnabled: (enabled: boolean, call?: CallOptions) =>
      send({ method: 'PATCH', path: '/api/v1/agents', json: { enabled } }, AllAgents, call),
    setLimits: (type: string, limits: Partial<AgentLimits>, call?: CallOptions) => {
      const path = `/api/v1/agents/${encodeURIComponent(type)}`
      return send({ method: 'PATCH', path, json: limits }, Agent, call)
    },
    /** Of all of them together. */
    setAllLimits: (limits: Partial<AgentLimits>, call?: CallOptions) =>
      send({ method: 'PATCH', path: '/api/v1/agents', json: limits }, AllAgents, call),
  }
}

export function mailClient({ send }: Transport) {
  return {
    list: (query: QueryOf<z.infer<typeof MailListQuery>> = {}, call?: CallOptions) =>
      send({ method: 'GET', path: '/api/v1/mail', query }, MailPage, call),
    get: (id: string, call?: CallOptions) =>
      send({ method: 'GET', path: `/api/v1/mail/${encodeURIComponent(id)}` }, OutgoingMail, call),
  }
}

export function auditClient({ send, open }: Transport) {
  return {
    list: (query: QueryOf<AuditListQuery> = {}, call?: CallOptions) =>
      send({ method: 'GET', path: '/api/v1/audit', query }, AuditPage, call),
    /** Signs for all there is now: small enough to be kept elsewhere. */
    head: (call?: CallOptions) =>
      send({ method: 'GET', path: '/api/v1/audit/head' }, AuditHead, call),
    /** The whole trail as lines of `AuditExportLine`, to be streamed to where it is kept. */
    export: (query: { after_seq?: number | undefined } = {}, call?: CallOptions) =>
      open({ method: 'GET', path: '/api/v1/audit/export', query }, call),
  }
}
