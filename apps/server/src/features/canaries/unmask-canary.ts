/** Reads which records are bait, and takes the mark off one: by a key, both ring, for that is what a thief does first. */
import type { Canary } from '@insa/contracts'
import { recordAudit } from '../../platform/audit/audit.ts'
import { deleteCanary, listMarks, type MarkRow } from '../../platform/canaries/canaries.store.ts'
import { notFound } from '../../platform/http/errors.ts'
import { actorLabel } from '../../platform/identity/actor.ts'
import type { Call } from '../../platform/records/record-kind.ts'
import type { CanariesDeps } from './canaries-deps.ts'
import { presentCanary } from './present-canary.ts'

export async function listCanaries(deps: CanariesDeps, call: Call): Promise<Canary[]> {
  const marks = await deps.database.tenant(call.actor.organizationId, listMarks)
  await ringForKey(deps, call, 'GET /api/v1/canaries', marks)
  return marks.map(presentCanary)
}

/** @throws AppError 404. */
export async function unmarkCanary(deps: CanariesDeps, call: Call, id: string): Promise<void> {
  const { actor, correlationId } = call
  const { organizationId } = actor
  const marks = await deps.database.tenant(organizationId, listMarks)
  const mark = marks.find((m) => m.canaryId === id)
  if (!mark) throw notFound('canary', id)
  await ringForKey(deps, call, 'DELETE /api/v1/canaries/:id', [mark])
  await deps.database.tenant(organizationId, async (tx) => {
    if (!(await deleteCanary(tx, id))) throw notFound('canary', id)
    await recordAudit(tx, {
      actor: actorLabel(actor),
      action: 'canary.unmarked',
      subject: { type: mark.recordType, id: mark.recordId },
      correlationId,
    })
  })
  deps.canaries.forget(organizationId)
}

async function ringForKey(
  { canaries }: CanariesDeps,
  { actor, correlationId }: Call,
  via: string,
  marks: readonly MarkRow[],
): Promise<void> {
  if (actor.kind !== 'api_key' || marks.length === 0) return
  const { kind, organizationId } = actor
  const reader = actorLabel(actor)
  const who = { organizationId, kind, reader, via, executionId: null, correlationId }
  await canaries.ring({ ...who, outcome: 'unmasked' }, marks)
}
