/** What the use cases of this feature are given by compose.ts. */
import type { SettleDeps } from '../../platform/approvals/settle-approval.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Gateway } from '../../platform/gateway/gateway.ts'
import type { Runtime } from '../../platform/runtime/runtime.ts'

export interface ApprovalsDeps extends SettleDeps {
  database: Database
  gateway: Gateway
  runtime: Runtime
}
