/** The exchange with ERPNext: leads in and out, scores back, conflicts (docs/erpnext.md). */
import { createFrappeClient } from '@insa/mcp-servers/erpnext'
import type { FastifyPluginAsync } from 'fastify'
import type { ErpnextAccess } from '../../erpnext-access.ts'
import { syncRoutes } from './sync.routes.ts'
import type { SyncDeps } from './sync-deps.ts'
import { createSyncLoop } from './sync-loop.ts'
import { webhookRoutes } from './webhook.routes.ts'

/** The exchange itself comes again when it was turned away. */
const ATTEMPTS = 2

/** @param access null, or without the key that runs: there is no exchange, and its page says so. */
export function erpnextSyncFeature(
  access: ErpnextAccess | null,
  given: Omit<SyncDeps, 'client' | 'webhookSecret'>,
) {
  const client = access?.runtime
    ? createFrappeClient({
        url: access.url,
        ...access.runtime,
        attempts: ATTEMPTS,
        timeoutMs: given.patience.answerMs,
      })
    : null
  const deps: SyncDeps = { ...given, client, webhookSecret: access?.webhookSecret ?? null }
  const loop = createSyncLoop(deps)
  return {
    loop,
    routes: [
      syncRoutes(deps, loop.wake),
      webhookRoutes(deps, loop.wake),
    ] satisfies FastifyPluginAsync[],
  }
}
