import type { ErpnextConflict, ErpnextSync, SyncedField, SyncWinner } from '@insa/contracts'
import type { Tone } from '../../ui/badges.tsx'

export const STATE: Record<ErpnextSync['state'], { label: string; tone: Tone }> = {
  off: { label: 'Not connected', tone: 'plain' },
  starting: { label: 'Starting', tone: 'busy' },
  running: { label: 'Running', tone: 'good' },
  paused: { label: 'Paused', tone: 'warn' },
  away: { label: 'ERPNext is away', tone: 'bad' },
}

export const FIELD_LABEL: Record<SyncedField, string> = {
  lead_name: 'Name',
  company_name: 'Company',
  job_title: 'Job title',
  email_id: 'E-mail',
  phone: 'Phone',
  website: 'Website',
  city: 'City',
  country: 'Country',
  industry: 'Industry',
  no_of_employees: 'Employees',
  annual_revenue: 'Annual revenue',
  source: 'Source',
  message: 'Message',
  lead_owner: 'Owner',
  status: 'Status',
  qualification_status: 'Qualification',
}

export const WINNER_LABEL: Record<SyncWinner, string> = {
  erpnext: 'ERPNext',
  insa: 'INSA CRM',
  ask: 'Ask a person',
}

/** `3 s`, `4 min`, `2 h`: how far one side may be behind the other. */
export function lagWords(seconds: number | null): string {
  if (seconds === null) return '—'
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  return `${Math.round(seconds / 3_600)} h`
}

export const valueWords = (value: ErpnextConflict['ours']): string =>
  value === null || value === '' ? '(empty)' : String(value)

/** What came of a conflict, in a few words. */
export function outcomeWords({ status, taken, resolved_by }: ErpnextConflict): string {
  if (status === 'open') return 'Waits for a decision'
  const who = taken === 'ours' ? 'INSA CRM' : 'ERPNext'
  if (taken === null) return 'Settled itself'
  return status === 'settled' ? `${who} won by its rule` : `${who}, decided by ${resolved_by}`
}
