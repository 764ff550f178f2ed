/**
 * Two versions of a lead against what both last had in common: who differs from it has changed, and where both have, the rule of the
 * field decides. Pure.
 */
import { SYNCED_FIELDS, type SyncedField, type SyncWinner } from '@insa/contracts'
import type { LeadValues, Value } from './lead-values.ts'

export interface FieldConflict {
  field: SyncedField
  ours: Value
  theirs: Value
  /** Null: a person has to say. */
  taken: 'ours' | 'theirs' | null
}

/** What both last had in common. */
export interface Base extends Partial<LeadValues> {
  /** Of these it is the site's own default: we have never said anything. */
  unsaid?: readonly SyncedField[]
}

export interface Reconciled {
  toOurs: Partial<LeadValues>
  toTheirs: Partial<LeadValues>
  conflicts: FieldConflict[]
  /** Fields on which both agree now. */
  agreed: SyncedField[]
  /** What both have in common when `toOurs` is applied; `toTheirs` joins it when ERPNext has taken it. */
  base: Base
}

/** What a site writes by itself: nobody has chosen it. */
const DEFAULTS: Partial<Record<SyncedField, Value>> = {
  no_of_employees: '1-10',
  status: 'Lead',
  qualification_status: 'Unqualified',
}

export function reconcile(
  base: Base,
  ours: LeadValues,
  theirs: LeadValues,
  winners: Record<SyncedField, SyncWinner>,
): Reconciled {
  const result: Reconciled = {
    toOurs: {},
    toTheirs: {},
    conflicts: [],
    agreed: [],
    base: { ...base },
  }
  const unsaid: SyncedField[] = []
  for (const field of SYNCED_FIELDS) {
    const [o, t, b] = [ours[field], theirs[field], agreedOn(base, field)]
    const isDefault = b === undefined && t !== null && t === DEFAULTS[field]
    const isUnsaid = o === null && (isDefault || (base.unsaid ?? []).includes(field))
    const takeTheirs = () => {
      result.toOurs[field] = t
      result.base[field] = t
    }
    const sendOurs = () => {
      result.toTheirs[field] = o
      result.base[field] = t
    }
    if (same(field, o, t)) {
      result.agreed.push(field)
      result.base[field] = isState(field) ? (t ?? o) : t
    } else if (isUnsaid && (b === undefined || same(field, t, b))) {
      unsaid.push(field)
      result.base[field] = t
    } else if (isUnsaid) takeTheirs()
    else if (b === undefined ? isUnset(field, o) : same(field, o, b)) takeTheirs()
    else if (b === undefined ? isUnset(field, t) : same(field, t, b)) sendOurs()
    else {
      const taken = TAKEN[winners[field]]
      result.conflicts.push({ field, ours: o, theirs: t, taken })
      if (taken === 'theirs') takeTheirs()
      else if (taken === 'ours') sendOurs()
    }
  }
  delete result.base.unsaid
  if (unsaid.length > 0) result.base.unsaid = unsaid
  return keepIdentified(result, ours)
}

/** @param made what the site has made of a new lead: values that were not sent are its defaults, and no facts about the lead. */
export function baseAfter(base: Base, sent: Partial<LeadValues>, made: LeadValues | null): Base {
  if (made) {
    const unsaid = SYNCED_FIELDS.filter((f) => sent[f] === undefined)
    const defaults = Object.fromEntries(unsaid.map((f) => [f, made[f]]))
    return { ...defaults, ...sent, unsaid }
  }
  return { ...base, ...sent, unsaid: (base.unsaid ?? []).filter((f) => sent[f] === undefined) }
}

const FREE_TEXT = ['message', 'lead_name', 'website'] as const

/** A site rewrites text (it trims, it takes HTML apart): what we have stays as it was given, for evidence points into it. */
export function keepAsSent(
  outcome: Reconciled,
  sent: Partial<LeadValues>,
  ours: LeadValues,
): Reconciled {
  const toOurs = { ...outcome.toOurs }
  for (const field of FREE_TEXT)
    if (sent[field] !== undefined && ours[field] === sent[field]) delete toOurs[field]
  return { ...outcome, toOurs }
}

const TAKEN = { erpnext: 'theirs', insa: 'ours', ask: null } as const

/** A site may have states of its own, which we do not: where it has one, nothing is known of what both had. */
const agreedOn = (base: Base, field: SyncedField) =>
  isState(field) ? (base[field] ?? undefined) : base[field]

const isState = (field: SyncedField) => field === 'status' || field === 'qualification_status'

const isUnset = (field: SyncedField, value: Value) => value === null || value === DEFAULTS[field]

function same(field: SyncedField, a: Value, b: Value): boolean {
  if (field === 'email_id') return fold(a) === fold(b)
  if (field === 'message') return asWritten(a) === asWritten(b)
  // A site has no empty number and no empty status.
  if (field === 'annual_revenue') return Number(a ?? 0) === Number(b ?? 0)
  if (isState(field)) return a === null || b === null || a === b
  return a === b
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" }

/** Without what a site does to a text: blanks around it, ends of lines, signs written as HTML. */
const asWritten = (value: Value) =>
  String(value ?? '')
    .replaceAll(/&(lt|gt|amp|quot|#39);/g, (all, name: string) => ENTITIES[name] ?? all)
    .replaceAll(/\r\n?/g, '\n')
    .trim()

const fold = (value: Value) => String(value ?? '').toLowerCase()

/** A lead without a name, a company and an address is none: the last of them is not taken away. */
function keepIdentified(result: Reconciled, ours: LeadValues): Reconciled {
  const after = { ...ours, ...result.toOurs }
  if (after.lead_name !== null || after.company_name !== null || after.email_id !== null)
    return result
  for (const field of ['lead_name', 'company_name', 'email_id'] as const)
    delete result.toOurs[field]
  return result
}
