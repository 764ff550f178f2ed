/** Leads of ERPNext become ours: new ones are made, changed ones changed, in one transaction with what is known of them. */
import { randomUUID } from 'node:crypto'
import type { ErpnextSyncSettings, EventPayload } from '@insa/contracts'
import { validate as isUuid, v7 as uuidv7 } from 'uuid'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { closeConflicts, insertFieldConflicts } from './conflicts.store.ts'
import {
  askToSend,
  baseOf,
  changeLink,
  ensureLink,
  findLink,
  findLinks,
  findLinksByCreation,
  insertLinks,
  type LinkRow,
  writeFromErpnext,
} from './lead-links.store.ts'
import type { LeadValues } from './lead-values.ts'
import { isSameLead, noteLost } from './link-identity.ts'
import { type Reconciled, reconcile } from './reconcile.ts'
import type { SiteLead } from './site-leads.ts'
import { BY_SYNC, type SiteDeps } from './sync-deps.ts'
import { ERPNEXT_SYNC } from './sync-settings.ts'

/** Before bulk work, after what a person waits for: it is about one lead that has just come. */
export const ARRIVAL_PRIORITY = 1
export const BACKFILL_PRIORITY = -1

/** More in one go are told of together, not one by one. */
const TOLD_ONE_BY_ONE = 20

/** With these there is nothing to be judged any more. */
const OVER = new Set(['Converted', 'Do Not Contact', 'Lost Quotation', 'Opportunity', 'Quotation'])

export interface Taking {
  /** Null: what comes is not qualified. */
  priority: number | null
  /** Only leads that nothing has come of yet. */
  openOnly?: boolean
  /** Whatever they carry, they are none that we know. */
  areNew?: boolean
  /** Of those that we do not know. Default: all. */
  takesNew?: (lead: SiteLead) => boolean
  /** When a lead came in, by the site's time. */
  createdAt: (lead: SiteLead) => Date
}

export interface Taken {
  created: number
  changed: number
  /** They carry the id, or were made at the very time, of a lead that is known by another name: renamed, or copied. */
  disputed: { lead: SiteLead; id: string; knownAs: string }[]
}

interface Desk {
  deps: SiteDeps
  tx: TenantTx
  /** Null: it is not about leads that arrive. */
  taking: Taking | null
  settings: ErpnextSyncSettings
  isAutoQualified: boolean
  at: Date
  /** Of one that is told one by one. */
  events: EventPayload[]
}

/** Older versions and those that are known already change nothing. */
export function takeLeads(
  deps: SiteDeps,
  leads: readonly SiteLead[],
  taking: Taking,
): Promise<Taken> {
  if (leads.length === 0) return Promise.resolve({ created: 0, changed: 0, disputed: [] })
  return deps.database.tenant(deps.organizationId, async (tx) => {
    await writeFromErpnext(tx)
    const desk: Desk = {
      deps,
      tx,
      taking,
      settings: await readSetting(tx, ERPNEXT_SYNC),
      isAutoQualified: await deps.leads.isAutoQualified(tx),
      at: deps.now(),
      events: [],
    }
    const names = leads.map((l) => l.name)
    const insaIds = taking.areNew
      ? []
      : leads.flatMap((l) => (l.insaId && isUuid(l.insaId) ? [l.insaId] : []))
    const before = await findLinks(tx, { names, leadIds: insaIds })
    const holders = await deps.leads.idsByName(tx, names)
    const ids = [...before.map((l) => l.lead_id), ...insaIds, ...holders.values()]
    const ours = await deps.leads.lock(tx, [...new Set(ids)])
    // As they are now: a person may have decided a conflict, or removed a lead, until it could be locked.
    const links = await findLinksOf(desk, leads, { names, leadIds: insaIds })
    const byName = new Map(links.map((l) => [l.erpnext_name, l]))
    const strangers = leads.filter((l) => !byName.has(l.name))
    const byCreation = taking.areNew ? new Map() : await findByCreation(tx, strangers)
    const byId = new Map(links.map((l) => [l.lead_id, l]))
    const named = await deps.leads.idsByName(
      tx,
      names.filter((name) => !byName.has(name)),
    )
    const fresh: SiteLead[] = []
    const taken: Taken = { created: 0, changed: 0, disputed: [] }
    for (const lead of leads) {
      const known = byName.get(lead.name)
      const sameAge = byCreation.get(lead.creation ?? '')
      const marked = taking.areNew ? undefined : byId.get(lead.insaId ?? '')
      const twin = ours.get(named.get(lead.name) ?? (taking.areNew ? '' : (lead.insaId ?? '')))
      if (known) {
        const mine = ours.get(known.lead_id)
        if (mine && (await takeKnown(desk, known, mine, lead))) taken.changed++
        else if (known.status === 'removed')
          await changeLink(tx, known.lead_id, { modified: lead.modified })
      } else if (marked?.status === 'removed') {
        const { lead_id: id, erpnext_name: knownAs } = marked
        if (knownAs === null) await changeLink(tx, id, namesOf(lead))
        else taken.disputed.push({ lead, id, knownAs })
      } else if (twin) {
        const link = byId.get(twin.id)
        const knownAs = link?.erpnext_name
        if (knownAs) taken.disputed.push({ lead, id: twin.id, knownAs })
        else {
          await adopt(desk, twin, lead)
          taken.changed++
        }
      } else if (sameAge) taken.disputed.push({ lead, ...sameAge })
      else if (taking.takesNew?.(lead) ?? true) fresh.push(lead)
    }
    await insertNew(desk, fresh, taking)
    taken.created = fresh.length
    await tell(desk, taken)
    return taken
  })
}

/** Whose name ERPNext has given to another lead is not known by it any more. */
async function findLinksOf(
  { deps, tx }: Desk,
  leads: readonly SiteLead[],
  by: { names: readonly string[]; leadIds: readonly string[] },
): Promise<LinkRow[]> {
  const links = await findLinks(tx, by)
  const byName = new Map(leads.map((l) => [l.name, l]))
  const replaced = links.filter((link) => {
    const lead = byName.get(link.erpnext_name ?? '')
    return lead !== undefined && !isSameLead(link, lead)
  })
  if (replaced.length === 0) return links
  for (const link of replaced) await noteLost(deps, tx, link, { isNameTaken: true })
  return findLinks(tx, by)
}

/** A rename leaves the time at which a lead was made. Of several with the same none can be told from the others. */
async function findByCreation(tx: TenantTx, leads: readonly SiteLead[]) {
  const times = leads.flatMap((l) => l.creation ?? [])
  const links = await findLinksByCreation(tx, times)
  const found = new Map<string, { id: string; knownAs: string } | null>()
  for (const { creation, lead_id: id, erpnext_name: knownAs } of links)
    if (creation !== null && knownAs !== null)
      found.set(creation, found.has(creation) ? null : { id, knownAs })
  return found
}

interface Mine {
  id: string
  values: LeadValues
}

/** @returns whether anything of ours changed. */
async function takeKnown(desk: Desk, link: LinkRow, mine: Mine, lead: SiteLead): Promise<boolean> {
  if (link.status === 'removed') return false
  if (link.status !== 'gone' && link.modified === lead.modified) return false
  if (link.status === 'gone') await closeConflicts(desk.tx, mine.id, 'removed', [''], desk.at)
  const outcome = reconcile(baseOf(link), mine.values, lead.values, desk.settings.winners)
  const isChanged = await applyToOurs(desk, mine, lead.name, outcome)
  await changeLink(desk.tx, mine.id, {
    modified: lead.modified,
    creation: lead.creation,
    base: outcome.base,
    ...(link.status === 'gone' ? { status: 'ok' as const, problem: null } : {}),
  })
  return isChanged
}

/** The same, by itself. */
export const adoptFound = (
  deps: SiteDeps,
  settings: ErpnextSyncSettings,
  leadId: string,
  lead: SiteLead,
): Promise<void> =>
  deps.database.tenant(deps.organizationId, async (tx) => {
    await writeFromErpnext(tx)
    const mine = (await deps.leads.lock(tx, [leadId])).get(leadId)
    const desk = {
      deps,
      tx,
      settings,
      at: deps.now(),
      events: [],
      taking: null,
      isAutoQualified: false,
    }
    if (mine) await adopt(desk, mine, lead)
    // Removed here meanwhile: what it is called there stays known, or it would come back.
    else await changeLink(tx, leadId, namesOf(lead))
  })

const namesOf = ({ name, modified, creation }: SiteLead) => ({
  erpnext_name: name,
  modified,
  creation,
})

/** A lead of ours that has just been found there: its answer was lost, or somebody else has made it. */
async function adopt(desk: Desk, mine: Mine, lead: SiteLead): Promise<void> {
  const { tx, deps } = desk
  await ensureLink(tx, mine.id)
  const link = await findLink(tx, mine.id)
  const base = link ? baseOf(link) : {}
  const outcome = reconcile(base, mine.values, lead.values, desk.settings.winners)
  await deps.leads.name(tx, mine.id, lead.name)
  await applyToOurs(desk, mine, lead.name, outcome)
  if (link?.status === 'gone') await closeConflicts(tx, mine.id, 'removed', [''], desk.at)
  await changeLink(tx, mine.id, {
    ...namesOf(lead),
    base: outcome.base,
    ...(link?.status === 'gone' ? { status: 'ok' as const, problem: null } : {}),
  })
}

async function applyToOurs(
  desk: Desk,
  mine: Mine,
  name: string,
  { toOurs, toTheirs, conflicts, agreed }: Reconciled,
): Promise<boolean> {
  const { tx, deps, at } = desk
  const fields = Object.keys(toOurs)
  if (conflicts.length > 0)
    await insertFieldConflicts(tx, { leadId: mine.id, erpnextName: name, at }, conflicts)
  await closeConflicts(tx, mine.id, 'field', agreed, at)
  if (Object.keys(toTheirs).length > 0) await askToSend(tx, mine.id, at)
  if (fields.length === 0) return false
  await deps.leads.change(tx, mine.id, toOurs, at)
  await recordAudit(tx, {
    actor: BY_SYNC,
    action: 'lead.updated',
    subject: { type: 'lead', id: mine.id },
    correlationId: `erpnext-${name}`,
    details: { fields, erpnext_name: name },
  })
  desk.events.push({ type: 'lead.updated', lead_id: mine.id })
  const priority = desk.taking?.priority ?? null
  if (desk.isAutoQualified && priority !== null && fields.some((f) => deps.leads.isEvidence(f)))
    await changeLink(tx, mine.id, { qualify_priority: priority })
  return true
}

async function insertNew(desk: Desk, leads: readonly SiteLead[], taking: Taking): Promise<void> {
  const { tx, deps, at } = desk
  const made = leads.map((lead) => ({ id: uuidv7(), lead, values: identified(lead) }))
  await deps.leads.insert(
    tx,
    made.map(({ id, lead, values }) => ({
      id,
      erpnextName: lead.name,
      fields: values,
      createdAt: taking.createdAt(lead),
    })),
    at,
  )
  await insertLinks(
    tx,
    made.map(({ id, lead, values }) => ({
      lead_id: id,
      erpnext_name: lead.name,
      modified: lead.modified,
      creation: lead.creation,
      base: {
        ...values,
        status: lead.values.status,
        qualification_status: lead.values.qualification_status,
      },
      qualify_priority: desk.isAutoQualified && isWanted(lead, taking) ? taking.priority : null,
    })),
  )
  for (const { id } of made) desk.events.push({ type: 'lead.created', lead_id: id })
  if (made.length > TOLD_ONE_BY_ONE) return
  for (const { id, lead } of made)
    await recordAudit(tx, {
      actor: BY_SYNC,
      action: 'lead.created',
      subject: { type: 'lead', id },
      correlationId: `erpnext-${lead.name}`,
      details: { erpnext_name: lead.name },
    })
}

const isWanted = (lead: SiteLead, { openOnly = false }: Taking) =>
  !openOnly || !OVER.has(String(lead.values.status ?? 'Lead'))

/** A lead that nothing names has its name in ERPNext. */
function identified({ name, values }: SiteLead): LeadValues {
  const { lead_name, company_name, email_id } = values
  return (lead_name ?? company_name ?? email_id) ? values : { ...values, lead_name: name }
}

async function tell(desk: Desk, { created, changed }: Taken): Promise<void> {
  const { tx, deps, events } = desk
  if (created + changed === 0) return
  if (created > TOLD_ONE_BY_ONE)
    await recordAudit(tx, {
      actor: BY_SYNC,
      action: 'leads.arrived',
      subject: { type: 'erpnext', id: deps.client.url },
      correlationId: `erpnext-${randomUUID()}`,
      details: { created, changed },
    })
  const oneByOne = events.length > TOLD_ONE_BY_ONE ? [] : events
  await deps.publish(tx, ...oneByOne, { type: 'erpnext.synced', leads: created + changed })
}
