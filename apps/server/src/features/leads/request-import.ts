/** Takes an upload and opens the execution that imports it: all rows or none. */
import { createHash } from 'node:crypto'
import type { Execution } from '@insa/contracts'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import type { KeepAnswer } from '../../platform/http/idempotency.ts'
import { type Actor, actorLabel, initiatorsOf } from '../../platform/identity/actor.ts'
import { type ExecutionRow, presentExecution } from '../../platform/runtime/execution.ts'
import { findExecution } from '../../platform/runtime/executions.store.ts'
import { findInterruptedImport, keepUpload } from './lead-imports.store.ts'
import type { LeadsDeps } from './leads-deps.ts'
import { readImport } from './read-import.ts'

export const LEAD_IMPORT = 'lead_import'

/** Before automatic qualifications: the person watches a progress bar. */
const IMPORT_PRIORITY = 8

/**
 * The same rows sent again while their import is unfinished, or after a killed server carried it on, are that import.
 * @throws AppError as readImport does.
 */
export async function requestImport(
  deps: LeadsDeps,
  actor: Actor,
  body: unknown,
  correlationId: string,
  keep: KeepAnswer<Execution>,
): Promise<Execution> {
  const rows = await readImport(body)
  const sha256 = createHash('sha256').update(JSON.stringify(rows)).digest('hex')
  const triggeredBy = actorLabel(actor)
  const kept = async (tx: TenantTx, row: ExecutionRow) => {
    const execution = presentExecution(row, [])
    await keep(tx, execution)
    return execution
  }
  return deps.database.tenant(actor.organizationId, async (tx) => {
    const interrupted = await findInterruptedImport(tx, sha256)
    const same = interrupted ? await findExecution(tx, interrupted) : undefined
    if (same) return kept(tx, same)
    const row = await deps.runtime.open(tx, {
      agentType: LEAD_IMPORT,
      input: { rows: rows.length, sha256 },
      triggeredBy,
      correlationId,
      priority: IMPORT_PRIORITY,
      initiators: initiatorsOf(actor),
    })
    await keepUpload(tx, row.id, rows)
    await recordAudit(tx, {
      actor: triggeredBy,
      action: 'leads.import_requested',
      executionId: row.id,
      correlationId,
      details: { rows: rows.length },
    })
    return kept(tx, row)
  })
}
