/** A person decides what a field of a lead is, or what becomes of a lead that ERPNext no longer has. */
import type { ErpnextConflict, SyncedField } from '@insa/contracts'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import { conflict, notFound } from '../../platform/http/errors.ts'
import { type Actor, actorLabel } from '../../platform/identity/actor.ts'
import { type ConflictRow, findConflict, lockConflict, settleConflict } from './conflicts.store.ts'
import {
  askToSend,
  baseOf,
  changeLink,
  findLink,
  withField,
  writeFromErpnext,
} from './lead-links.store.ts'
import type { LeadValues, Value } from './lead-values.ts'
import type { SyncDeps } from './sync-deps.ts'

/** @throws AppError 404, 409 where it was decided by a person already, or where the lead was changed again or is gone meanwhile. */
export async function resolveConflict(
  deps: SyncDeps,
  actor: Actor,
  { id, take }: { id: string; take: 'ours' | 'theirs' },
  correlationId: string,
): Promise<ErpnextConflict> {
  return deps.database.tenant(actor.organizationId, async (tx) => {
    const about = await findConflict(tx, id)
    if (!about) throw notFound('conflict', id)
    // In the order of the exchange: first the lead, then what is known of it.
    const lead = (await deps.leads.lock(tx, [about.lead_id])).get(about.lead_id)
    const row = await lockConflict(tx, id)
    if (!lead || !row) throw notFound('conflict', id)
    if (row.status === 'resolved')
      throw conflict('conflict.resolved', `This was decided by ${row.resolved_by}.`)
    const by = actorLabel(actor)
    await settleConflict(tx, id, { taken: take, by, at: deps.now() })
    await recordAudit(tx, {
      actor: by,
      action: 'erpnext.conflict_resolved',
      subject: { type: 'lead', id: row.lead_id },
      correlationId,
      details: { kind: row.kind, field: row.field, take },
    })
    const titles = await deps.leads.titles(tx, [row.lead_id])
    const resolved = (await findConflict(tx, id)) ?? row
    const answer = presentConflict(resolved, titles)
    if (row.kind === 'field') await decideField(deps, tx, { row, take, values: lead.values })
    else await decideRemoved(deps, tx, row, take)
    return answer
  })
}

async function decideField(
  deps: SyncDeps,
  tx: TenantTx,
  { row, take, values }: { row: ConflictRow; take: 'ours' | 'theirs'; values: LeadValues },
): Promise<void> {
  const link = await findLink(tx, row.lead_id)
  if (!link) throw notFound('lead', row.lead_id)
  const field = row.field as SyncedField
  const value = (take === 'ours' ? row.ours : row.theirs) as Value
  const now = values[field]
  if (now !== row.ours && now !== row.theirs)
    throw conflict('conflict.changed', 'The lead was changed meanwhile: change it there.')
  await writeFromErpnext(tx)
  await deps.leads.change(tx, row.lead_id, { [field]: value } as Partial<LeadValues>, deps.now())
  // ERPNext has what it had: what differs from it is sent, and nothing else.
  if (row.status === 'open')
    await changeLink(tx, row.lead_id, { base: withField(baseOf(link), field, row.theirs) })
  await askToSend(tx, row.lead_id, deps.now())
  await deps.publish(tx, { type: 'lead.updated', lead_id: row.lead_id })
}

async function decideRemoved(
  deps: SyncDeps,
  tx: TenantTx,
  row: ConflictRow,
  take: 'ours' | 'theirs',
): Promise<void> {
  const at = deps.now()
  if (take === 'theirs') {
    await deps.leads.remove(tx, row.lead_id)
    await deps.publish(tx, { type: 'lead.deleted', lead_id: row.lead_id })
    return
  }
  await deps.leads.name(tx, row.lead_id, null)
  await changeLink(tx, row.lead_id, {
    ...{ erpnext_name: null, modified: null, creation: null },
    ...{ base: {}, score_sent: null, status: 'ok', problem: null },
  })
  await askToSend(tx, row.lead_id, at)
  await deps.publish(tx, { type: 'lead.updated', lead_id: row.lead_id })
}

export function presentConflict(
  row: ConflictRow,
  titles: ReadonlyMap<string, string>,
): ErpnextConflict {
  return {
    id: row.id,
    lead_id: row.lead_id,
    lead_title: titles.get(row.lead_id) ?? row.erpnext_name,
    erpnext_name: row.erpnext_name,
    kind: row.kind as ErpnextConflict['kind'],
    field: row.field === '' ? null : (row.field as SyncedField),
    ours: row.ours as Value,
    theirs: row.theirs as Value,
    status: row.status as ErpnextConflict['status'],
    taken: row.taken as ErpnextConflict['taken'],
    found_at: row.found_at.toISOString(),
    resolved_at: row.resolved_at?.toISOString() ?? null,
    resolved_by: row.resolved_by,
  }
}
