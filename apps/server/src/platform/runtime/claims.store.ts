/** Who works on what: claims of executions, their leases, and what is done with those of the dead. */
import { type SqlBool, sql } from 'kysely'
import type { SystemTx, TenantTx } from '../database/database.ts'
import { jsonb } from '../database/json.ts'
import { CANCELLED_ERROR, type ExecutionRow } from './execution.ts'

/** One attempt's right to an execution: a worker that was taken for dead and was not has it no more. */
export type Claim = Pick<ExecutionRow, 'id' | 'claimed_by' | 'attempts'>

export type ClaimedExecution = ExecutionRow & {
  /** Nobody has begun it before: there is nothing to go on from. */
  is_first: boolean
}

/** Another worker has taken the execution over: whatever this one does with it any more counts for nothing. */
export class ClaimLost extends Error {
  override name = 'ClaimLost'

  constructor() {
    super('Another worker has taken this execution over.')
  }
}

/** For a `where` on `agent_executions`. */
export const holdsClaim = ({ id, claimed_by, attempts }: Claim) =>
  sql<SqlBool>`id = ${id} and claimed_by = ${claimed_by} and attempts = ${attempts}`

/** Who claims, and for how many seconds without a sign of life. */
export interface Claimant {
  name: string
  leaseS: number
}

/**
 * Takes the next due executions, at most so many: in turn between organizations, by priority and time inside one, within what
 * each allows of its agents; items of batches only where nothing else is due. One function of the database
 * (0029_fair_claims.sql), so that its plan is made once a session.
 * @param agentTypes null: any.
 */
export async function claimExecutions(
  tx: SystemTx,
  worker: Claimant,
  most: number,
  agentTypes: readonly string[] | null,
): Promise<ClaimedExecution[]> {
  const types = agentTypes && [...agentTypes]
  const { rows } = await sql<ClaimedExecution>`
    select *, started_at = now() as is_first from claim_executions(${worker.name}, ${most}::integer, ${types}::text[], ${sql.lit(worker.leaseS)})`.execute(
    tx.db,
  )
  return rows.sort(
    (a, b) =>
      Number(a.batch_id !== null) - Number(b.batch_id !== null) ||
      b.queue_priority - a.queue_priority ||
      +a.due_at - +b.due_at,
  )
}

const leaseEnd = ({ leaseS }: Claimant) =>
  sql<Date>`now() + make_interval(secs => ${sql.lit(leaseS)})`

export interface Renewed {
  /** What this worker holds still. */
  held: ReadonlySet<string>
  /** Of those, what somebody wants cancelled. */
  cancelled: string[]
}

/**
 * Says that this worker lives, of what it runs: what it has claimed and does not run, because the claim or the begin of the attempt
 * failed half way, is for whoever finds its lease run out. @param running ids, at least one.
 */
export async function renewLeases(
  tx: SystemTx,
  worker: Claimant,
  running: readonly string[],
): Promise<Renewed> {
  const rows = await tx.db
    .updateTable('agent_executions')
    .set({ lease_until: leaseEnd(worker) })
    .where('id', 'in', running)
    .where('claimed_by', '=', worker.name)
    .where('status', '=', 'running')
    .returning(['id', 'cancel_requested'])
    .execute()
  return {
    held: new Set(rows.map((r) => r.id)),
    cancelled: rows.filter((r) => r.cancel_requested).map((r) => r.id),
  }
}

/**
 * Puts what a dead worker left back into the queue. What somebody wanted cancelled is cancelled; what has killed its worker
 * `maxAttempts` times is failed as poison.
 * @returns the rows as they are now.
 */
export function releaseDeadLeases(
  tx: SystemTx,
  maxAttempts: number,
  deadNow: { notClaimedBy: string } | null,
): Promise<ExecutionRow[]> {
  const dead = deadNow
    ? sql<boolean>`claimed_by is distinct from ${deadNow.notClaimedBy}`
    : sql<boolean>`lease_until < now()`
  const poison = jsonb({
    code: 'execution.poisoned',
    message: `The process died ${maxAttempts} times while running this; it is not tried again.`,
  })
  return tx.db
    .updateTable('agent_executions')
    .set({
      status: sql<string>`case when cancel_requested then 'cancelled' when attempts >= ${maxAttempts} then 'failed' else 'queued' end`,
      error: sql`case when cancel_requested then ${jsonb(CANCELLED_ERROR)} when attempts >= ${maxAttempts} then ${poison} else error end`,
      finished_at: sql<Date | null>`case when cancel_requested or attempts >= ${maxAttempts} then now() end`,
      claimed_by: null,
      lease_until: null,
    })
    .where('status', '=', 'running')
    .where(dead)
    .returningAll()
    .execute()
}

/** Puts an execution back for a later try, `delayMs` from now; a time of 0 gives it to the next free worker. */
export async function requeueExecution(
  tx: TenantTx,
  claim: Claim,
  delayMs: number,
  countAttempt: boolean,
): Promise<void> {
  await tx.db
    .updateTable('agent_executions')
    .set({
      status: 'queued',
      claimed_by: null,
      lease_until: null,
      due_at: sql<Date>`now() + make_interval(secs => ${delayMs / 1000})`,
      ...(countAttempt ? {} : { attempts: sql<number>`greatest(attempts - 1, 0)` }),
    })
    .where(holdsClaim(claim))
    .where('status', '=', 'running')
    .execute()
}
