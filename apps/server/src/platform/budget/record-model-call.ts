/** Model calls in the audit trail: what was asked and answered stays out, what it took is kept. */
import { recordAudit } from '../audit/audit.ts'
import type { TenantTx } from '../database/database.ts'
import type { ModelCall, Settlement } from '../engines/model-meter.ts'
import { type OpenCall, readRun } from './model-calls.store.ts'

interface EndedCall extends Omit<Settlement, 'outcome' | 'durationMs'> {
  outcome: Settlement['outcome'] | 'lost'
  durationMs: number | undefined
}

export async function recordModelCall(
  tx: TenantTx,
  call: OpenCall,
  { model, usage, costUsd, outcome, estimated, durationMs }: EndedCall,
): Promise<void> {
  const { cache_write_1h: _, ...tokens } = usage
  const { correlationId } = await readRun(tx, call.execution_id)
  await recordAudit(tx, {
    actor: `agent:${call.agent_type}`,
    action: 'model.called',
    subject: { type: 'model', id: model },
    executionId: call.execution_id,
    correlationId,
    details: {
      outcome,
      engine: call.engine,
      step: call.step,
      number: call.number,
      ...(call.batch ? { batch: true } : {}),
      ...(estimated ? { estimated } : {}),
    },
    tokens,
    costUsd,
    ...(durationMs === undefined ? {} : { durationMs }),
  })
}

/** A call that did not fit into a limit. */
export async function recordRefusal(
  tx: TenantTx,
  { payer, model, engine, number, worstCaseUsd }: ModelCall,
  code: string,
  reason: string,
): Promise<void> {
  const { correlationId } = await readRun(tx, payer.executionId)
  await recordAudit(tx, {
    actor: `agent:${payer.agentType}`,
    action: 'model.refused',
    subject: { type: 'model', id: model },
    executionId: payer.executionId,
    correlationId,
    details: { code, reason, engine, step: payer.step, number, worst_case_usd: worstCaseUsd },
  })
}
