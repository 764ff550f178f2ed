/** What the use cases of this feature are given by compose.ts. */
import type { HeadSigner } from '../../platform/audit/head-signature.ts'
import type { Sealer } from '../../platform/audit/sealer.ts'
import type { Database } from '../../platform/database/database.ts'

export interface AuditDeps {
  database: Database
  sealer: Pick<Sealer, 'sealAndSign'>
  signer: HeadSigner
}
