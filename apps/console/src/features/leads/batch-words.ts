/** What is said of a batch. */
import type { BatchHours, QualificationBatch } from '@insa/contracts'
import { formatInstant, formatNumber } from '../../ui/format.ts'

const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** By their ISO number, 1 is Monday. */
export const WEEKDAYS = DAY_NAMES.map((name, i) => ({ day: i + 1, name }))

export const countLeads = (count: number): string =>
  `${formatNumber(count)} ${count === 1 ? 'lead' : 'leads'}`

/** Which leads were chosen. */
export function choiceWords({ selection }: QualificationBatch): string {
  if ('ids' in selection) return `${countLeads(selection.ids)} chosen one by one`
  const { q, scored, ...others } = selection.filter
  const words = [
    q && `“${q}”`,
    scored === 'yes' && 'scored already',
    scored === 'no' && 'not scored yet',
    ...Object.values(others),
  ].filter(Boolean)
  return words.length > 0 ? `Leads: ${words.join(', ')}` : 'All leads'
}

export function hoursWords({ from, to, time_zone, days }: BatchHours): string {
  const on =
    days.length === 7
      ? ''
      : ` on ${WEEKDAYS.filter(({ day }) => days.includes(day))
          .map(({ name }) => name)
          .join(', ')}`
  return `${from} to ${to}${on}, ${time_zone}`
}

/** What holds it up; null where nothing does. */
export function waitWords({ waits_for, left, window, note }: QualificationBatch): string | null {
  switch (waits_for) {
    case 'window':
      return `${countLeads(left)} ${left === 1 ? 'waits' : 'wait'} for ${formatInstant(window?.opens_at ?? '')}.`
    case 'budget':
      return `${note ?? 'The budget is used up.'} It goes on by itself when there is more.`
    case 'person':
    case 'agent':
      return note
    case null:
      return null
  }
}
