/** Pauses a batch, lets it go on, ends it. */
import type { QualificationBatch } from '@insa/contracts'
import { withdrawApprovals } from '../../platform/approvals/approvals.store.ts'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { BatchRow } from '../../platform/batches/batch.ts'
import { cancelItems, countItems } from '../../platform/batches/batch-items.store.ts'
import { type BatchChange, changeBatch, lockBatch } from '../../platform/batches/batches.store.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import { conflict, notFound } from '../../platform/http/errors.ts'
import { type Actor, actorLabel } from '../../platform/identity/actor.ts'
import { presentBatch } from './present-batch.ts'
import type { BatchDeps } from './request-batch.ts'

/** Begins nothing more; what runs ends. @throws AppError 404, 409 when it is over. */
export const pauseBatch = (deps: BatchDeps, actor: Actor, id: string, correlationId: string) =>
  steer(deps, actor, id, { action: 'leads.batch_paused', correlationId }, async () => ({
    status: 'paused',
    paused_for: 'person',
    paused_at: new Date(),
    note: `Paused by ${actorLabel(actor)}.`,
  }))

/** @throws as pauseBatch. */
export const resumeBatch = (deps: BatchDeps, actor: Actor, id: string, correlationId: string) =>
  steer(deps, actor, id, { action: 'leads.batch_resumed', correlationId }, async () => ({
    status: 'running',
    paused_for: null,
    paused_at: null,
    note: null,
  }))

/** Ends what is queued, and asks what runs to stop. @throws as pauseBatch. */
export async function cancelBatch(
  deps: BatchDeps,
  actor: Actor,
  id: string,
  correlationId: string,
): Promise<QualificationBatch> {
  let running: string[] = []
  const batch = await steer(
    deps,
    actor,
    id,
    { action: 'leads.batch_cancelled', correlationId },
    async (tx) => {
      const items = await cancelItems(tx, id)
      running = items.running
      for (const execution_id of items.waited)
        for (const approval_id of await withdrawApprovals(tx, execution_id)) {
          const withdrawn = { approval_id, execution_id, status: 'withdrawn' } as const
          await deps.publish(tx, { type: 'approval.changed', ...withdrawn })
        }
      return {
        chosen: null,
        status: 'cancelled',
        paused_for: null,
        paused_at: null,
        note: `Cancelled by ${actorLabel(actor)}.`,
        ...(running.length === 0 ? { finished_at: new Date() } : {}),
      }
    },
  )
  for (const executionId of running) deps.abortRunning(executionId)
  return batch
}

function steer(
  deps: BatchDeps,
  actor: Actor,
  id: string,
  { action, correlationId }: { action: string; correlationId: string },
  change: (tx: TenantTx) => Promise<BatchChange>,
): Promise<QualificationBatch> {
  return deps.database.tenant(actor.organizationId, async (tx) => {
    const batch = await lockBatch(tx, id)
    if (!batch) throw notFound('qualification_batch', id)
    if (batch.status === 'finished' || batch.status === 'cancelled')
      throw conflict('batch.over', `The batch is over (${batch.status}).`)
    const changed = await change(tx)
    const { costUsd, ...counts } = await countItems(tx, id)
    const after = await changeBatch(tx, id, { ...counts, cost_usd: costUsd, ...changed })
    await recordAudit(tx, {
      actor: actorLabel(actor),
      action,
      subject: { type: 'qualification_batch', id },
      correlationId,
      details: ended(after),
    })
    await deps.publish(tx, { type: 'batch.updated', batch_id: id })
    tx.afterCommit(() => {
      deps.wakeBatches()
      deps.ring(batch.agent_type)
    })
    return presentBatch(tx, after)
  })
}

const ended = ({ total, succeeded, failed, cancelled }: BatchRow) => ({
  total,
  succeeded,
  failed,
  cancelled,
})
