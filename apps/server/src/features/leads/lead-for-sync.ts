/** What the exchange with ERPNext may do with leads. compose.ts hands it over. */
import { detectLanguage } from '@insa/baseline'
import { EvidenceField, type LeadScore, SYNCED_FIELDS, type SyncedField } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import type { Runtime } from '../../platform/runtime/runtime.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { presentScore } from './lead.ts'
import { listScores } from './lead-scores.store.ts'
import { deleteLead, findLead } from './leads.store.ts'
import {
  changeLeadFields,
  countOpenQualifications,
  findIdsByName,
  forgetLeadNames,
  insertArrivedLeads,
  lockLeads,
  nameLead,
} from './leads-for-sync.store.ts'
import { QUALIFICATION } from './qualification-settings.ts'
import { LEAD_QUALIFICATION } from './request-qualification.ts'

type Value = string | number | null
type Values = Record<SyncedField, Value>

/** A judgement may rest on it, so a change of it asks for a new one. */
const isEvidence = (field: string) => EvidenceField.options.some((f) => f === field)

export interface LeadForSync {
  id: string
  erpnextName: string | null
  values: Values
}

export function leadsForSync({ runtime }: { runtime: Runtime }) {
  return {
    isEvidence,
    /** Locked until the transaction ends. */
    async lock(tx: TenantTx, ids: readonly string[]): Promise<Map<string, LeadForSync>> {
      if (ids.length === 0) return new Map()
      const rows = await lockLeads(tx, ids)
      return new Map(
        rows.map((row) => [
          row.id,
          {
            id: row.id,
            erpnextName: row.erpnext_name,
            values: valuesOf(row),
          },
        ]),
      )
    },
    /** The score as it counts: with the person's override in it. */
    async score(tx: TenantTx, id: string): Promise<LeadScore | null> {
      const found = await findLead(tx, id)
      return found?.score ? presentScore(found.score) : null
    },
    /** All that it was judged, newest first; at most the last hundred. */
    scores: async (tx: TenantTx, id: string): Promise<LeadScore[]> =>
      (await listScores(tx, id, 100, null)).map(({ score }) => score),
    insert: (
      tx: TenantTx,
      leads: readonly { id: string; erpnextName: string; fields: Values; createdAt: Date }[],
      at: Date,
    ) =>
      insertArrivedLeads(
        tx,
        leads.map((l) => ({ ...l, language: languageOf(l.fields.message) })),
        at,
      ),
    change: (tx: TenantTx, id: string, fields: Partial<Values>, at: Date) =>
      changeLeadFields(
        tx,
        id,
        'message' in fields
          ? { ...fields, language: languageOf(fields.message ?? null) }
          : { ...fields },
        at,
      ),
    name: nameLead,
    forgetNames: forgetLeadNames,
    idsByName: findIdsByName,
    remove: deleteLead,
    isAutoQualified: async (tx: TenantTx) => (await readSetting(tx, QUALIFICATION)).auto_qualify,
    countOpen: countOpenQualifications,
    qualify: (
      tx: TenantTx,
      leads: readonly { id: string; priority: number }[],
      by: { triggeredBy: string; correlationId: string },
    ) =>
      runtime.openMany(
        tx,
        leads.map(({ id, priority }) => ({
          agentType: LEAD_QUALIFICATION,
          input: { lead_id: id },
          leadId: id,
          priority,
          ...by,
        })),
      ),
  }
}

const languageOf = (message: Value) =>
  typeof message === 'string' && message !== '' ? detectLanguage(message) : null

function valuesOf(row: { [K in SyncedField]: unknown }): Values {
  const values = Object.fromEntries(SYNCED_FIELDS.map((f) => [f, row[f] ?? null])) as Values
  // The database tells money as text.
  const revenue = values.annual_revenue
  return { ...values, annual_revenue: revenue === null ? null : Number(revenue) }
}
