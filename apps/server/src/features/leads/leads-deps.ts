/** What the use cases of this feature are given by compose.ts. */
import type { Database, TenantTx } from '../../platform/database/database.ts'
import type { EventHub } from '../../platform/events/event-hub.ts'
import type { Publish } from '../../platform/events/outbox.ts'
import type { Runtime } from '../../platform/runtime/runtime.ts'

export interface LeadsDeps {
  database: Database
  publish: Publish
  runtime: Runtime
  events: EventHub
  /** Whether it has an opportunity that is not lost: its status follows from that. */
  hasOpportunity: (tx: TenantTx, leadId: string) => Promise<boolean>
}
