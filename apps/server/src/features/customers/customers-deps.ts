/** What the use cases of this feature are given by compose.ts. */
import type { TenantTx } from '../../platform/database/database.ts'
import type { Call, CustomerFollower, RecordDeps } from '../../platform/records/record-kind.ts'

export interface CustomersDeps extends RecordDeps {
  /** How many opportunities are open, by the ids of these customers. */
  countOpenOpportunities(tx: TenantTx, ids: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Before a customer is removed: the leads that became it are what they were. */
  releaseLeads(tx: TenantTx, call: Call, customerId: string): Promise<void>
  /** What other features know of a customer, by name: a merge takes it along. */
  followers: Readonly<Record<string, CustomerFollower>>
  /** What other features know of a customer's people and their words, by name: an erasure takes it out. */
  erasers: Readonly<Record<string, (tx: TenantTx, customerId: string) => Promise<number>>>
}
