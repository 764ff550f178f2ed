/** A person has read what a server lists now: that is what it may list from now on, in this organization. */
import { recordAudit } from '../../platform/audit/audit.ts'
import { pinReviewed, readPins } from '../../platform/gateway/pins.store.ts'
import { diffDefinitions, hashDefinitions } from '../../platform/gateway/pins.ts'
import { conflict, notFound } from '../../platform/http/errors.ts'
import { type Actor, actorLabel } from '../../platform/identity/actor.ts'
import type { McpDeps } from './mcp-deps.ts'

/** @throws AppError 404, 409 when the server lists something else than what was looked at. */
export async function approvePin(
  { database, mcp }: McpDeps,
  actor: Actor,
  asked: { name: string; listedHash: string; correlationId: string },
): Promise<void> {
  const { name, listedHash, correlationId } = asked
  const definitions = mcp.servers.get(name)?.definitions()
  if (!definitions) throw notFound('mcp_server', name)
  if (hashDefinitions(definitions) !== listedHash) {
    throw conflict(
      'mcp_server.changed',
      `The server ${name} lists something else by now. Look at it again.`,
    )
  }
  await database.tenant(actor.organizationId, async (tx) => {
    const before = (await readPins(tx)).get(name)?.definitions ?? []
    await pinReviewed(tx, name, definitions, actorLabel(actor))
    const changes = diffDefinitions(before, definitions)
    await recordAudit(tx, {
      actor: actorLabel(actor),
      action: 'mcp_server.approved',
      subject: { type: 'mcp_server', id: name },
      correlationId,
      details: { hash: listedHash, changes: changes.map((c) => `${c.change}: ${c.tool}`) },
    })
  })
}
