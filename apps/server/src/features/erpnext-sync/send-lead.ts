/** A lead of ours goes to ERPNext: made there once, changed where it differs, with its score. Code decides what is sent; no model does. */
import type { ErpnextSyncSettings, LeadScore, SyncProblem } from '@insa/contracts'
import { type Document, FrappeFailure } from '@insa/mcp-servers/erpnext'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import { closeConflicts, insertFieldConflicts } from './conflicts.store.ts'
import { followRename } from './follow-lead.ts'
import { keepChosenLinks, type LinkCache } from './keep-chosen-links.ts'
import {
  baseOf,
  changeLink,
  findLink,
  findLinks,
  type LinkRow,
  noteMaking,
  writeFromErpnext,
} from './lead-links.store.ts'
import { type LeadValues, type SiteFields, writeLead } from './lead-values.ts'
import { isSameLead } from './link-identity.ts'
import { baseAfter, keepAsSent, type Reconciled, reconcile } from './reconcile.ts'
import { hasMarks, keepLeadScore, leadMarks, missedScores, scoreKey } from './score-marks.ts'
import type { SiteZone } from './site-clock.ts'
import type { SiteLead, SiteLeads } from './site-leads.ts'
import { BY_SYNC, type SiteDeps } from './sync-deps.ts'
import { noteGone } from './take-hints.ts'
import { ARRIVAL_PRIORITY, adoptFound } from './take-leads.ts'

export interface Sending {
  deps: SiteDeps
  site: SiteLeads
  fields: SiteFields
  zone: SiteZone
  settings: ErpnextSyncSettings
  links: LinkCache
}

interface Mine {
  link: LinkRow
  /** Where only the lead knows it. */
  erpnextName: string | null
  values: LeadValues
  score: LeadScore | null
  /** Earlier judgements that it does not have. */
  missed: LeadScore[]
  /** It has just been made there. */
  isMade?: boolean
}

/** Somebody else may save it between our reading and our writing. */
const ATTEMPTS_WHEN_STALE = 3

/** @throws FrappeFailure where the site refuses it, or does not serve us. */
export async function sendLead(sending: Sending, leadId: string): Promise<void> {
  const mine = await readMine(sending.deps, leadId)
  if (!mine) return
  const name = mine.link.erpnext_name ?? mine.erpnextName
  if (name === null) return makeThere(sending, mine)
  for (let attempt = 1; ; attempt++) {
    try {
      return await changeThere(sending, mine, name)
    } catch (error) {
      const isStale = error instanceof FrappeFailure && error.kind === 'stale'
      if (!isStale || attempt >= ATTEMPTS_WHEN_STALE) throw error
    }
  }
}

const readMine = (deps: SiteDeps, leadId: string): Promise<Mine | null> =>
  deps.database.tenant(deps.organizationId, async (tx) => {
    const lead = (await deps.leads.lock(tx, [leadId])).get(leadId)
    const link = await findLink(tx, leadId)
    if (!link || !lead) return null
    const { values, erpnextName } = lead
    if ((link.erpnext_name ?? erpnextName) === null) await noteMaking(tx, leadId)
    const score = await deps.leads.score(tx, leadId)
    const history = score ? await deps.leads.scores(tx, leadId) : []
    const missed = score ? missedScores(history, score, link.score_sent) : []
    return { link, values, erpnextName, score, missed }
  })

/**
 * Our id is asked for first where an earlier try may have got there: one that failed, or one that a crash has cut off, which nobody
 * told of (`making_since` is written before the insert). The id is unique there, too, against a try that arrives late.
 */
async function makeThere(sending: Sending, mine: Mine): Promise<void> {
  const { deps, fields, settings } = sending
  if (!settings.send_new_leads) return settle(sending, mine, {})
  if (!fields.has.has('custom_insa_id')) throw notSetUp()
  const { making_since, problem } = mine.link
  const isFirstTry = making_since === null && problem === null
  const earlier = isFirstTry ? null : await findByInsaId(sending, mine)
  const found = earlier ?? (await insert(sending, mine))
  if ('made' in found)
    return finish(sending, { ...mine, isMade: true }, found.made, found.sent, [], found.left)
  await adoptFound(deps, settings, mine.link.lead_id, found.adopted)
  const again = await readMine(deps, mine.link.lead_id)
  if (again?.link.erpnext_name) return changeThere(sending, again, again.link.erpnext_name)
}

type Made = { made: Document; sent: Partial<LeadValues>; left: string[] } | { adopted: SiteLead }

async function insert(sending: Sending, mine: Mine): Promise<Made> {
  const { deps, fields, zone } = sending
  const given = Object.fromEntries(
    Object.entries(mine.values).filter(([, value]) => value !== null),
  ) as Partial<LeadValues>
  const { values, left } = await keepChosenLinks(deps, fields, given, sending.links)
  const marks = leadMarks(markedOf(sending, mine), null, fields, zone)
  try {
    const made = await deps.client.insert(
      'Lead',
      { ...writeLead(values, fields), ...marks },
      { signal: deps.signal },
    )
    return { made, sent: values, left }
  } catch (error) {
    if (!(error instanceof FrappeFailure) || error.kind !== 'duplicate') throw error
    const adopted = (await findByInsaId(sending, mine)) ?? (await findByEmail(sending, mine))
    if (adopted) return adopted
    throw error
  }
}

async function findByInsaId({ deps, site }: Sending, { link }: Mine) {
  const [lead] = await site.list({
    filters: [['custom_insa_id', '=', link.lead_id]],
    orderBy: 'creation asc',
    limit: 1,
  })
  deps.signal.throwIfAborted()
  return lead ? { adopted: lead } : null
}

/** A site takes an address once: a lead that has it and is none of ours yet is this one. */
async function findByEmail({ deps, site }: Sending, { values }: Mine) {
  if (values.email_id === null) return null
  const leads = await site.list({
    filters: [['email_id', '=', values.email_id]],
    orderBy: 'creation asc',
    limit: 2,
  })
  const [lead] = leads
  if (!lead || leads.length > 1 || lead.insaId !== null) return null
  const known = await deps.database.tenant(deps.organizationId, (tx) =>
    findLinks(tx, { names: [lead.name], leadIds: [] }),
  )
  return known.length > 0 ? null : { adopted: lead }
}

/** @throws FrappeFailure `stale` where somebody saved it since it was read. */
async function changeThere(sending: Sending, mine: Mine, name: string): Promise<void> {
  const { deps, site, fields, zone, settings } = sending
  const found = await site.find(name)
  if (!found || !isSameLead(mine.link, found.lead)) {
    const renamed = await followRename(deps, site, mine.link)
    const again = renamed && (await readMine(deps, mine.link.lead_id))
    if (again) return changeThere(sending, again, renamed.name)
    await noteGone(deps, name, found !== null)
    return settle(sending, mine, {})
  }
  const outcome = reconcile(baseOf(mine.link), mine.values, found.lead.values, settings.winners)
  const { values, left } = await keepChosenLinks(deps, fields, outcome.toTheirs, sending.links)
  const changes = {
    ...writeLead(values, fields),
    ...leadMarks(markedOf(sending, mine), found.document, fields, zone),
  }
  const document =
    Object.keys(changes).length === 0
      ? found.document
      : await deps.client.update(
          'Lead',
          name,
          { ...changes, modified: found.document.modified },
          { signal: deps.signal },
        )
  await finish(sending, mine, document, values, outcome.conflicts, left)
}

const markedOf = ({ deps }: Sending, { link, score }: Mine) => ({
  id: link.lead_id,
  score,
  link: `${deps.publicUrl()}/leads/${link.lead_id}`,
})

/** What ERPNext made of it is read back, and is what both have in common from now on. */
async function finish(
  sending: Sending,
  mine: Mine,
  document: Document,
  sent: Partial<LeadValues>,
  conflicts: Reconciled['conflicts'],
  left: readonly string[],
): Promise<void> {
  const { deps, site, fields, zone, settings } = sending
  const { link, score } = mine
  const key = score && hasMarks(fields) ? scoreKey(score) : null
  if (score && key !== null && key !== link.score_sent)
    for (const judgement of [...mine.missed, score])
      await keepLeadScore(deps, zone, document.name, judgement)
  const lead = await site.read(document)
  await deps.database.tenant(deps.organizationId, async (tx) => {
    await writeFromErpnext(tx)
    const now = (await deps.leads.lock(tx, [link.lead_id])).get(link.lead_id)
    const at = deps.now()
    if (!now) {
      // Removed here meanwhile: what it is called there stays known, or it would come back.
      const { name: erpnext_name, modified, creation } = lead
      await changeLink(tx, link.lead_id, { erpnext_name, modified, creation })
      return
    }
    // As it is now: a person may have decided a conflict while it was sent.
    const base = baseOf((await findLink(tx, link.lead_id)) ?? link)
    // A field that the site works out by itself, such as the status, comes back as it has made it.
    const outcome = keepAsSent(
      reconcile(
        baseAfter(base, sent, mine.isMade ? lead.values : null),
        now.values,
        lead.values,
        settings.winners,
      ),
      sent,
      now.values,
    )
    await closeConflicts(tx, link.lead_id, 'field', outcome.agreed, at)
    await takeBack(deps, tx, { id: link.lead_id, name: lead.name, at }, outcome.toOurs)
    const told = [...conflicts.filter((c) => c.taken === 'ours'), ...outcome.conflicts]
    const about = { leadId: link.lead_id, erpnextName: lead.name, at }
    await insertFieldConflicts(tx, about, told)
    if (link.erpnext_name !== lead.name) await deps.leads.name(tx, link.lead_id, lead.name)
    await changeLink(tx, link.lead_id, {
      erpnext_name: lead.name,
      modified: lead.modified,
      creation: lead.creation,
      base: outcome.base,
      ...(key === null ? {} : { score_sent: key }),
      ...settled(mine, left.length > 0 ? partly(left, at) : null),
    })
    await recordAudit(tx, {
      actor: BY_SYNC,
      action: link.erpnext_name === null ? 'erpnext.lead_made' : 'erpnext.lead_changed',
      subject: { type: 'lead', id: link.lead_id },
      correlationId: `erpnext-${lead.name}`,
      details: { erpnext_name: lead.name, fields: Object.keys(sent), scored: key !== null },
    })
  })
}

/** What came back and is not what we have: told, written down and judged as any change of theirs. */
async function takeBack(
  deps: SiteDeps,
  tx: TenantTx,
  { id, name, at }: { id: string; name: string; at: Date },
  values: Partial<LeadValues>,
): Promise<void> {
  const fields = Object.keys(values)
  if (fields.length === 0) return
  await deps.leads.change(tx, id, values, at)
  await recordAudit(tx, {
    actor: BY_SYNC,
    action: 'lead.updated',
    subject: { type: 'lead', id },
    correlationId: `erpnext-${name}`,
    details: { fields, erpnext_name: name },
  })
  await deps.publish(tx, { type: 'lead.updated', lead_id: id })
  if (fields.some((f) => deps.leads.isEvidence(f)) && (await deps.leads.isAutoQualified(tx)))
    await changeLink(tx, id, { qualify_priority: ARRIVAL_PRIORITY })
}

const settled = ({ link }: Mine, problem: SyncProblem | null) => ({
  sent: Number(link.changes),
  attempts: 0,
  problem,
})

async function settle({ deps }: Sending, mine: Mine, change: { problem?: SyncProblem }) {
  await deps.database.tenant(deps.organizationId, (tx) =>
    changeLink(tx, mine.link.lead_id, { ...settled(mine, null), ...change }),
  )
}

const partly = (left: readonly string[], at: Date): SyncProblem => ({
  code: 'not_in_list',
  message: `ERPNext does not have ${left.join(', ')}: the rest was sent.`,
  todo: 'Add it there, or choose another value here.',
  at: at.toISOString(),
})

export const notSetUp = () =>
  new FrappeFailure('ERPNext does not have our fields on Lead yet, so new leads and scores wait.', {
    kind: 'invalid',
    exception: NOT_SET_UP,
  })

export const NOT_SET_UP = 'insa.not_set_up'
