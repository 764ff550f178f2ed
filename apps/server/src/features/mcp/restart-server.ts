/** Ends a server and starts it anew, whatever it waits for. */
import { recordAudit } from '../../platform/audit/audit.ts'
import { notFound } from '../../platform/http/errors.ts'
import { type Actor, actorLabel } from '../../platform/identity/actor.ts'
import type { McpDeps } from './mcp-deps.ts'

/** @throws AppError 404; ours have no process of their own. */
export async function restartServer(
  { database, mcp }: McpDeps,
  actor: Actor,
  name: string,
  correlationId: string,
): Promise<void> {
  const server = mcp.servers.get(name)
  if (!server) throw notFound('mcp_server', name)
  await database.tenant(actor.organizationId, (tx) =>
    recordAudit(tx, {
      actor: actorLabel(actor),
      action: 'mcp_server.restarted',
      subject: { type: 'mcp_server', id: name },
      correlationId,
    }),
  )
  await server.restart()
}
