/** A person has the site read in, or stops it. */
import { BACKFILL_KINDS, type Backfill, type ErpnextSync } from '@insa/contracts'
import { explainFailure, FrappeFailure } from '@insa/mcp-servers/erpnext'
import { recordAudit } from '../../platform/audit/audit.ts'
import { AppError, conflict } from '../../platform/http/errors.ts'
import { type Actor, actorLabel } from '../../platform/identity/actor.ts'
import { readSync } from './read-sync.ts'
import type { SyncDeps } from './sync-deps.ts'
import { backfillOf, lockSync, writeBackfill } from './sync-state.store.ts'

/** @throws AppError 409 without a site of this organization, 503 where it does not answer. */
export async function startBackfill(
  deps: SyncDeps,
  actor: Actor,
  qualify: Backfill['qualify'],
  correlationId: string,
): Promise<ErpnextSync> {
  await requireSite(deps, actor)
  const total = await count(deps)
  await deps.database.tenant(actor.organizationId, async (tx) => {
    const row = await lockSync(tx)
    if (!row)
      throw conflict('erpnext.starting', 'The exchange is just starting. Try again in a moment.')
    if (row.site_url !== deps.client?.url)
      throw conflict('erpnext.other_site', 'Say first what site ERPNEXT_URL names now.')
    // One that runs goes on: it reads whatever there is.
    if (backfillOf(row)?.status === 'running') return
    await writeBackfill(tx, {
      status: 'running',
      qualify,
      kind: BACKFILL_KINDS[0],
      after: '',
      done: 0,
      total,
      started_by: actorLabel(actor),
      started_at: deps.now().toISOString(),
      finished_at: null,
    })
    await recordAudit(tx, {
      actor: actorLabel(actor),
      action: 'erpnext.backfill_started',
      subject: { type: 'erpnext', id: row.site_url },
      correlationId,
      details: { qualify, total },
    })
  })
  return readSync(deps, actor.organizationId)
}

/** What was read stays. */
export async function stopBackfill(
  deps: SyncDeps,
  actor: Actor,
  correlationId: string,
): Promise<ErpnextSync> {
  await deps.database.tenant(actor.organizationId, async (tx) => {
    const row = await lockSync(tx)
    const backfill = backfillOf(row)
    if (!row || backfill?.status !== 'running') return
    await writeBackfill(tx, {
      ...backfill,
      status: 'stopped',
      finished_at: deps.now().toISOString(),
    })
    await recordAudit(tx, {
      actor: actorLabel(actor),
      action: 'erpnext.backfill_stopped',
      subject: { type: 'erpnext', id: row.site_url },
      correlationId,
      details: { done: backfill.done },
    })
  })
  return readSync(deps, actor.organizationId)
}

/** @throws AppError 409 */
export async function requireSite(deps: SyncDeps, actor: Actor): Promise<void> {
  if (deps.client === null || (await deps.organization()) !== actor.organizationId)
    throw conflict(
      'erpnext.not_connected',
      'No ERPNext site is set for this organization: ERPNEXT_URL with its key names it.',
    )
}

async function count({ client }: SyncDeps): Promise<number> {
  try {
    const counts = await Promise.all(BACKFILL_KINDS.map((kind) => client?.count(kind) ?? 0))
    return counts.reduce((sum, n) => sum + n, 0)
  } catch (error) {
    if (!(error instanceof FrappeFailure)) throw error
    throw new AppError(503, 'erpnext.unavailable', explainFailure(error), { retryAfter: 30 })
  }
}
