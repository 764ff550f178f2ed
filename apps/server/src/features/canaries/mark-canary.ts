/** Makes a record bait, or a lead that is bait from the start. */
import type { Canary, CanaryInput } from '@insa/contracts'
import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import { recordAudit } from '../../platform/audit/audit.ts'
import {
  cancelAutomaticRuns,
  findRecordId,
  insertCanary,
  listMarks,
} from '../../platform/canaries/canaries.store.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import { conflict, notFound } from '../../platform/http/errors.ts'
import { actorLabel } from '../../platform/identity/actor.ts'
import type { Call } from '../../platform/records/record-kind.ts'
import type { CanariesDeps } from './canaries-deps.ts'
import { presentCanary } from './present-canary.ts'

/** Every answer is searched for all of them. */
const MOST = 100

/** @throws AppError 404, 409 when it is one already or there are too many. */
export async function markCanary(
  deps: CanariesDeps,
  call: Call,
  input: z.output<typeof CanaryInput>,
): Promise<Canary> {
  const { actor, correlationId } = call
  const made = await deps.database.tenant(actor.organizationId, async (tx) => {
    if ((await listMarks(tx)).length >= MOST)
      throw conflict('canary.too_many', `There are ${MOST} canary records already.`)
    const recordId = await recordOf(deps, tx, call, input)
    const canary = {
      id: uuidv7(),
      recordType: input.record_type,
      recordId,
      note: input.note ?? null,
      markedBy: actorLabel(actor),
    }
    if (!(await insertCanary(tx, canary)))
      throw conflict('canary.marked_already', 'This record is a canary already.')
    // It waits for nobody any more.
    await cancelAutomaticRuns(tx, recordId)
    await recordAudit(tx, {
      actor: canary.markedBy,
      action: 'canary.marked',
      subject: { type: input.record_type, id: recordId },
      correlationId,
    })
    const marks = await listMarks(tx)
    return marks.find((mark) => mark.canaryId === canary.id)
  })
  deps.canaries.forget(actor.organizationId)
  if (!made) throw new Error('A canary was lost in its own transaction.')
  return presentCanary(made)
}

async function recordOf(
  deps: CanariesDeps,
  tx: TenantTx,
  call: Call,
  { record_type, record_id = '', lead }: z.output<typeof CanaryInput>,
): Promise<string> {
  if (lead) return deps.plantLead(deps, tx, call, lead)
  const found = await findRecordId(tx, record_type, record_id)
  if (!found) throw notFound(record_type, record_id)
  return found
}
