/** Starts the qualification of many leads: a row now, its items soon after. */
import {
  type BatchEstimate,
  LeadFilter,
  type QualificationBatch,
  type QualificationBatchInput,
} from '@insa/contracts'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { BatchRow } from '../../platform/batches/batch.ts'
import { insertBatch } from '../../platform/batches/batches.store.ts'
import type { BatchSource } from '../../platform/batches/look-after-batch.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import { AppError, invalid } from '../../platform/http/errors.ts'
import type { KeepAnswer } from '../../platform/http/idempotency.ts'
import { type Actor, actorLabel, initiatorsOf } from '../../platform/identity/actor.ts'
import { resolveWindow, type Window } from './batch-hours.ts'
import { type Chosen, nextChosen } from './chosen-leads.store.ts'
import { type EstimateDeps, estimateBatch } from './estimate-batch.ts'
import type { LeadsDeps } from './leads-deps.ts'
import { presentBatch } from './present-batch.ts'
import { LEAD_QUALIFICATION } from './request-qualification.ts'

export interface BatchDeps extends Pick<LeadsDeps, 'database' | 'publish'>, EstimateDeps {
  /** Looks after batches now, where this process does. */
  wakeBatches: () => void
  /** Wakes the workers of such agents. */
  ring: (agentType: string) => void
  /** Stops an execution wherever it runs. */
  abortRunning: (executionId: string) => void
}

interface Planned {
  estimate: BatchEstimate
  window: Window | null
}

/** @throws AppError 422 for hours that never come, and for Message Batches where the engine has none. */
async function plan(
  tx: TenantTx,
  deps: EstimateDeps,
  input: QualificationBatchInput,
): Promise<Planned> {
  if (input.off_peak && !deps.engine.offPeak) {
    const message = `The engine ${deps.engine.name} has no Message Batches.`
    throw invalid([{ path: 'off_peak', code: 'not_here', message }])
  }
  const window = await resolveWindow(tx, input.window, new Date())
  return { estimate: await estimateBatch(tx, deps, input, window), window }
}

/** @throws as plan does. */
export const planBatch = (
  deps: BatchDeps,
  actor: Actor,
  input: QualificationBatchInput,
): Promise<BatchEstimate> =>
  deps.database.tenant(actor.organizationId, async (tx) => (await plan(tx, deps, input)).estimate)

/** @throws AppError 422 where there is nothing to qualify, and as plan does. */
export function requestBatch(
  deps: BatchDeps,
  actor: Actor,
  input: QualificationBatchInput,
  correlationId: string,
  keep: KeepAnswer<QualificationBatch>,
): Promise<QualificationBatch> {
  const { leads } = input
  return deps.database.tenant(actor.organizationId, async (tx) => {
    const { estimate, window } = await plan(tx, deps, input)
    if (estimate.leads === 0) throw new AppError(422, 'batch.empty', estimate.message)
    const chosen = 'ids' in leads ? [...new Set(leads.ids)] : null
    const createdBy = actorLabel(actor)
    const batch = {
      id: uuidv7(),
      agentType: LEAD_QUALIFICATION,
      engine: deps.engine.name,
      offPeak: input.off_peak,
      selection: chosen ? { ids: chosen.length } : leads,
      chosen,
      estimate,
      total: estimate.leads,
      hours: window?.hours ?? null,
      createdBy,
      initiators: initiatorsOf(actor),
      correlationId,
    }
    const row = await insertBatch(tx, batch, window?.stretch ?? null)
    await recordAudit(tx, {
      actor: createdBy,
      action: 'leads.batch_requested',
      subject: { type: 'qualification_batch', id: row.id },
      correlationId,
      details: { leads: estimate.leads, estimate_usd: estimate.usd, window: estimate.window },
    })
    await deps.publish(tx, { type: 'batch.updated', batch_id: row.id })
    const presented = await presentBatch(tx, row)
    await keep(tx, presented)
    tx.afterCommit(deps.wakeBatches)
    return presented
  })
}

/** Whose items come next. */
export const qualificationSource: BatchSource = {
  next: (tx, batch, limit) =>
    nextChosen(tx, chosenOf(batch), { after: batch.placed_to, until: batch.created_at, limit }),
}

const chosenOf = ({ chosen, selection }: BatchRow): Chosen =>
  chosen ? { ids: chosen } : ChosenByFilter.parse(selection)

const ChosenByFilter = z.strictObject({ filter: LeadFilter })
