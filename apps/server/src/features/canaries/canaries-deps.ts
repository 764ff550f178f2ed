/** What the use cases of this feature are given by compose.ts. */
import type { LeadInput } from '@insa/contracts'
import type { CanaryWatch } from '../../platform/canaries/canary-watch.ts'
import type { Database, TenantTx } from '../../platform/database/database.ts'
import type { Publish } from '../../platform/events/outbox.ts'
import type { Call, RecordDeps } from '../../platform/records/record-kind.ts'

export interface CanariesDeps {
  database: Database
  publish: Publish
  canaries: CanaryWatch
  /** Makes a lead that does not qualify itself. @returns its id. */
  plantLead: (
    deps: Pick<RecordDeps, 'publish'>,
    tx: TenantTx,
    call: Call,
    input: LeadInput,
  ) => Promise<string>
}
