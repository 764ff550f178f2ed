/** What the use cases of this feature are given by compose.ts. */
import type { FastifyRequest } from 'fastify'
import type { Database, TenantTx } from '../../platform/database/database.ts'
import type { EngineSet } from '../../platform/engines/engine-set.ts'
import type { EventHub } from '../../platform/events/event-hub.ts'
import type { Publish } from '../../platform/events/outbox.ts'
import type { Runtime } from '../../platform/runtime/runtime.ts'

export interface ExecutionsDeps {
  database: Database
  publish: Publish
  events: EventHub
  runtime: Runtime
  /** What a replay may ask. */
  engines: Pick<EngineSet, 'names' | 'modelsOf'>
  /** What people call leads, by their ids. */
  leadTitles: (tx: TenantTx, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** The customer that an id stands for now: another, where it was a duplicate. Null where there is none. */
  customerIdOf: (tx: TenantTx, id: string) => Promise<string | null>
  /** Stops it if it runs in this process. */
  abortRunning: (executionId: string) => void
  /** Whether who opened a stream may still read: a key is revoked, a member removed, while it is open. */
  stillAllowed: (request: FastifyRequest) => Promise<boolean>
}
