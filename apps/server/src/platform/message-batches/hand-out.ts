/** Gives each question of an ended batch its answer: booked, kept, its execution awake, in one transaction. */
import type { TenantTx } from '../database/database.ts'
import { type BatchResult, batchSettlement } from '../engines/anthropic-batch.ts'
import { giveUp } from './give-up.ts'
import type { WatchDeps } from './message-batch-deps.ts'
import {
  type AskedRequest,
  closeBatch,
  keepAnswer,
  listAsked,
  type OpenBatch,
} from './message-batches.store.ts'

/** Answers in one transaction: the embedded database serves nobody else meanwhile. */
const CHUNK = 50

/** Read again from the start after a crash: what has its answer keeps it. */
export async function handOut(deps: WatchDeps, batch: OpenBatch, remoteId: string): Promise<void> {
  const inTenant = <T>(work: (tx: TenantTx) => Promise<T>) =>
    deps.database.tenant(batch.organizationId, work)
  const asked = new Map((await inTenant((tx) => listAsked(tx, batch.id))).map((r) => [r.id, r]))
  let chunk: Answered[] = []
  let isOurs = false
  const flush = async () => {
    await inTenant((tx) => giveAll(deps, tx, batch, chunk))
    chunk = []
  }
  for await (const { custom_id, result } of await deps.client.results(remoteId)) {
    const request = asked.get(custom_id)
    if (!request) continue
    isOurs = true
    asked.delete(custom_id)
    chunk.push({ request, result })
    if (chunk.length >= CHUNK) await flush()
  }
  // None of its answers was ours: it was taken for another's (find-lost-batch.ts).
  if (!isOurs && asked.size > 0) return giveUp(deps, batch)
  // What the API has said nothing of has no answer.
  for (const request of asked.values()) chunk.push({ request, result: { type: 'expired' } })
  await flush()
  await inTenant((tx) => closeBatch(tx, batch.id, 'ended', null))
}

interface Answered {
  request: AskedRequest
  result: BatchResult
}

async function giveAll(
  { meter, ring }: WatchDeps,
  tx: TenantTx,
  { ageS }: Pick<OpenBatch, 'ageS'>,
  answers: readonly Answered[],
): Promise<void> {
  for (const { request, result } of answers) {
    if (!(await keepAnswer(tx, request.id, result))) continue
    await meter.settleKept(tx, request.permit, batchSettlement(request.model, result, ageS * 1000))
  }
  for (const type of new Set(answers.map(({ request }) => request.agentType)))
    tx.afterCommit(() => ring(type))
}
