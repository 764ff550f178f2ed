/** The exchange with ERPNext, wired to leads; for compose.ts alone. */
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import {
  forgetCustomerNames,
  insertArrivedCustomers,
} from './features/customers/customers-for-sync.store.ts'
import { erpnextSyncFeature } from './features/erpnext-sync/index.ts'
import { leadsForSync } from './features/leads/lead-for-sync.ts'
import { findLeadTitles } from './features/leads/leads.store.ts'
import {
  forgetOpportunityNames,
  insertArrivedOpportunities,
} from './features/opportunities/opportunities-for-sync.store.ts'
import type { Database } from './platform/database/database.ts'
import type { Publish } from './platform/events/outbox.ts'
import { findFirstOrganization } from './platform/identity/first-organization.ts'
import type { Runtime } from './platform/runtime/runtime.ts'

export interface SyncParts {
  config: Pick<Config, 'erpnext' | 'patience'>
  database: Database
  logger: Logger
  publish: Publish
  publicUrl: () => string
  runtime: Runtime
  now: () => Date
}

/** One site, named by the environment, is one organization's: the one that the first start has made. */
export const syncFeature = ({ config, runtime, ...parts }: SyncParts) =>
  erpnextSyncFeature(config.erpnext, {
    ...parts,
    patience: config.patience.exchange,
    records: {
      insertCustomers: insertArrivedCustomers,
      insertOpportunities: insertArrivedOpportunities,
      forgetCustomerNames,
      forgetOpportunityNames,
    },
    leads: { ...leadsForSync({ runtime }), titles: findLeadTitles },
    organization: () => findFirstOrganization(parts.database),
  })
