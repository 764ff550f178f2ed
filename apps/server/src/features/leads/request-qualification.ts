/** Asks for a lead to be qualified. */
import { type Execution, FINAL_STATUSES } from '@insa/contracts'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import { notFound } from '../../platform/http/errors.ts'
import type { KeepAnswer } from '../../platform/http/idempotency.ts'
import { type Actor, actorLabel, initiatorsOf } from '../../platform/identity/actor.ts'
import { type ExecutionRow, presentExecution } from '../../platform/runtime/execution.ts'
import { findExecution, listSteps } from '../../platform/runtime/executions.store.ts'
import { findLeadId } from './leads.store.ts'
import type { LeadsDeps } from './leads-deps.ts'

export const LEAD_QUALIFICATION = 'lead_qualification'

/** Nobody waits for it, but it is about one lead: before bulk work. */
export const AUTOMATIC_PRIORITY = 1

/** A person waits for it: before automatic and bulk work. */
const INTERACTIVE_PRIORITY = 10

export interface QualificationRequest {
  leadId: string
  triggeredBy: string
  correlationId: string
  /** Greater runs first. */
  priority: number
  /** On whose account it runs. */
  initiators: readonly string[]
}

/** Opens the execution in the caller's transaction. */
export function openQualification(
  deps: Pick<LeadsDeps, 'runtime'>,
  tx: TenantTx,
  { leadId, ...request }: QualificationRequest,
): Promise<ExecutionRow> {
  return deps.runtime.open(tx, {
    agentType: LEAD_QUALIFICATION,
    input: { lead_id: leadId },
    leadId,
    ...request,
  })
}

/** @param key our id or the ERPNext name. @throws AppError 404. */
export async function requestQualification(
  deps: LeadsDeps,
  actor: Actor,
  key: string,
  correlationId: string,
  keep: KeepAnswer<Execution>,
): Promise<Execution> {
  return deps.database.tenant(actor.organizationId, async (tx) => {
    const leadId = await findLeadId(tx, key)
    if (!leadId) throw notFound('lead', key)
    const triggeredBy = actorLabel(actor)
    const row = await openQualification(deps, tx, {
      leadId,
      triggeredBy,
      correlationId,
      priority: INTERACTIVE_PRIORITY,
      initiators: initiatorsOf(actor),
    })
    await recordAudit(tx, {
      actor: triggeredBy,
      action: 'lead.qualification_requested',
      subject: { type: 'lead', id: leadId },
      executionId: row.id,
      correlationId,
    })
    const execution = presentExecution(row, [])
    await keep(tx, execution)
    return execution
  })
}

/** Waits until the execution has ended, at most `seconds`. @returns it as it then is. */
export async function waitForExecution(
  deps: Pick<LeadsDeps, 'database' | 'events'>,
  organizationId: string,
  executionId: string,
  seconds: number,
): Promise<Execution> {
  const read = () =>
    deps.database.tenant(organizationId, async (tx) => {
      const row = await findExecution(tx, executionId)
      if (!row) throw notFound('execution', executionId)
      return presentExecution(row, await listSteps(tx, executionId))
    })
  const signal = AbortSignal.timeout(seconds * 1000)
  // From number 0: an end that came before we listened is replayed.
  for await (const { payload } of deps.events.follow({ organizationId, executionId }, 0, signal)) {
    if (payload.type === 'execution.updated' && FINAL_STATUSES.includes(payload.status)) break
  }
  return read()
}
