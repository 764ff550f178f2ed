/** What the use cases of this feature are given by compose.ts. */
import type { TenantTx } from '../../platform/database/database.ts'
import type { RecordDeps } from '../../platform/records/record-kind.ts'

export interface ProjectsDeps extends RecordDeps {
  customerName(tx: TenantTx, customerId: string): Promise<string | null>
  /** undefined: it has none yet. */
  customerOfOpportunity(tx: TenantTx, opportunityId: string): Promise<string | undefined>
}
