/** What the exchange is given by compose.ts. */
import type { LeadScore } from '@insa/contracts'
import type { FrappeClient } from '@insa/mcp-servers/erpnext'
import type { Logger } from 'pino'
import type { Database, TenantTx } from '../../platform/database/database.ts'
import type { Publish } from '../../platform/events/outbox.ts'
import type { Patience } from '../../platform/processes/patience.ts'
import type { ArrivedCustomer, ArrivedOpportunity } from '../../platform/records/arrived-records.ts'
import type { LeadValues } from './lead-values.ts'

/** What it may do with leads: features/leads/lead-for-sync.ts. */
export interface SyncedLeads {
  isEvidence(field: string): boolean
  lock(
    tx: TenantTx,
    ids: readonly string[],
  ): Promise<Map<string, { id: string; erpnextName: string | null; values: LeadValues }>>
  score(tx: TenantTx, id: string): Promise<LeadScore | null>
  scores(tx: TenantTx, id: string): Promise<LeadScore[]>
  insert(
    tx: TenantTx,
    leads: readonly { id: string; erpnextName: string; fields: LeadValues; createdAt: Date }[],
    at: Date,
  ): Promise<void>
  change(tx: TenantTx, id: string, fields: Partial<LeadValues>, at: Date): Promise<void>
  name(tx: TenantTx, id: string, name: string | null): Promise<void>
  /** None is known by any name in ERPNext. */
  forgetNames(tx: TenantTx): Promise<void>
  idsByName(tx: TenantTx, names: readonly string[]): Promise<ReadonlyMap<string, string>>
  remove(tx: TenantTx, id: string): Promise<boolean>
  isAutoQualified(tx: TenantTx): Promise<boolean>
  countOpen(tx: TenantTx, triggeredBy: string): Promise<number>
  qualify(
    tx: TenantTx,
    leads: readonly { id: string; priority: number }[],
    by: { triggeredBy: string; correlationId: string },
  ): Promise<void>
  titles(tx: TenantTx, ids: readonly string[]): Promise<ReadonlyMap<string, string>>
}

export interface SyncedRecords {
  insertCustomers(tx: TenantTx, rows: readonly ArrivedCustomer[]): Promise<number>
  insertOpportunities(tx: TenantTx, rows: readonly ArrivedOpportunity[]): Promise<number>
  forgetCustomerNames(tx: TenantTx): Promise<void>
  forgetOpportunityNames(tx: TenantTx): Promise<void>
}

export interface SyncDeps {
  database: Database
  publish: Publish
  logger: Logger
  leads: SyncedLeads
  records: SyncedRecords
  /** The site with the key that runs; null where none is set. */
  client: FrappeClient | null
  webhookSecret: string | null
  /** Whose site it is; null while there is no organization. */
  organization: () => Promise<string | null>
  /** Where a lead is looked at here. */
  publicUrl: () => string
  patience: Patience['exchange']
  now: () => Date
}

/** The same, working on the site of one organization. */
export interface SiteDeps extends SyncDeps {
  client: FrappeClient
  organizationId: string
  signal: AbortSignal
}

/** As `triggered_by` and in the audit trail. */
export const BY_SYNC = 'system:erpnext'
