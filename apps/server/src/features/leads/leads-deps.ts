/** What the use cases of this feature are given by compose.ts. */
import type { Database } from '../../platform/database/database.ts'
import type { EventHub } from '../../platform/events/event-hub.ts'
import type { Publish } from '../../platform/events/outbox.ts'
import type { Runtime } from '../../platform/runtime/runtime.ts'

export interface LeadsDeps {
  database: Database
  publish: Publish
  runtime: Runtime
  events: EventHub
}
