/** A lead as a row of a file that somebody imports. */
import type { LeadInput } from '@insa/contracts'

const cell = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`

export function toCsv(lead: LeadInput): string {
  const fields = Object.entries(lead).filter(([, value]) => value !== null)
  const rows = [fields.map(([field]) => field), fields.map(([, value]) => cell(value))]
  return `${rows.map((row) => row.join(',')).join('\n')}\n`
}
