/** Whether a server lists what was pinned. What is seen for the first time is pinned as it is, and said so. */
import { recordAudit } from '../audit/audit.ts'
import type { Database, TenantTx } from '../database/database.ts'
import type { ToolDefinition } from './mcp-tools.ts'
import { noteStrangeSet, type PinnedHash, pinFirstSight, readPinnedHash } from './pins.store.ts'
import { hashDefinitions } from './pins.ts'

export interface PinCheck {
  quarantined: boolean
  /** Whether a person has looked at the set; until then its words count as a stranger's. */
  reviewed: boolean
}

interface Asking {
  organizationId: string
  correlationId: string
}

export async function checkPin(
  database: Database,
  asking: Asking,
  server: string,
  definitions: readonly ToolDefinition[],
  pinned: PinnedHash | null,
): Promise<PinCheck> {
  const hash = hashDefinitions(definitions)
  if (pinned?.hash === hash) return { quarantined: false, reviewed: pinned.reviewed }
  const report = (tx: TenantTx, action: string) =>
    recordAudit(tx, {
      actor: 'system:gateway',
      action,
      subject: { type: 'mcp_server', id: server },
      correlationId: asking.correlationId,
      details: { hash, tools: definitions.map((t) => t.name) },
    })
  return database.tenant(asking.organizationId, async (tx) => {
    if (pinned === null && (await pinFirstSight(tx, server, definitions))) {
      await report(tx, 'mcp_server.pinned')
      return { quarantined: false, reviewed: false }
    }
    // Another call may have pinned it since, or a person.
    const now = await readPinnedHash(tx, server)
    if (now?.hash === hash) return { quarantined: false, reviewed: now.reviewed }
    if (await noteStrangeSet(tx, server, hash)) await report(tx, 'mcp_server.quarantined')
    return { quarantined: true, reviewed: false }
  })
}
