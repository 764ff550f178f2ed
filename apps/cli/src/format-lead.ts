/** Leads for people: rows of a list, and one lead as a card. */
import type { Lead } from '@insa/contracts'
import { effective, formatAction, paintPriority, printScore } from './format-score.ts'
import type { Column } from './format-table.ts'
import { printable, printableLines } from './format-text.ts'
import { formatAge, formatInstant } from './format-time.ts'
import type { Output } from './output.ts'

/** From this width on there is room for the columns that are nice to have. */
const WIDE = 120

/** What a lead is called in one line: company and person, or the address. */
const leadTitle = (lead: Lead): string =>
  printable(
    [lead.company_name, lead.lead_name].filter(Boolean).join(' · ') || lead.email_id || lead.id,
  )

export function leadColumns(now: number): Column<Lead>[] {
  const of = (lead: Lead) => (lead.score ? effective(lead.score) : null)
  return [
    {
      title: 'SCORE',
      align: 'right',
      text: (lead) => {
        const score = of(lead)
        return score ? `${Math.round(score.qualification_score)}${score.mark}` : '-'
      },
    },
    {
      title: 'PRIORITY',
      text: (lead) => of(lead)?.priority ?? '-',
      paint: (text, lead, paint) => paintPriority(text, of(lead)?.priority, paint),
    },
    {
      title: 'ACTION',
      fromWidth: WIDE,
      text: (lead) => formatAction(of(lead)?.recommended_action ?? '-'),
    },
    { title: 'LEAD', flexible: true, text: leadTitle },
    {
      title: 'COUNTRY',
      flexible: true,
      fromWidth: WIDE,
      text: (lead) => printable(lead.country ?? '-'),
    },
    {
      title: 'OWNER',
      flexible: true,
      fromWidth: WIDE,
      text: (lead) => printable(lead.lead_owner ?? '-'),
    },
    { title: 'AGE', align: 'right', text: (lead) => formatAge(lead.created_at, now) },
    { title: 'ID', text: ({ id }) => id, paint: (text, _, paint) => paint('dim', text) },
  ]
}

const FIELDS: readonly (readonly [title: string, text: (lead: Lead) => string | null])[] = [
  ['Name', ({ lead_name }) => lead_name],
  ['Title', ({ job_title }) => job_title],
  ['Company', ({ company_name }) => company_name],
  ['Industry', ({ industry }) => industry],
  ['Employees', ({ no_of_employees }) => no_of_employees],
  ['Revenue', ({ annual_revenue }) => annual_revenue?.toLocaleString('en') ?? null],
  ['E-mail', ({ email_id }) => email_id],
  ['Phone', ({ phone }) => phone],
  ['Website', ({ website }) => website],
  ['Place', ({ city, country }) => [city, country].filter(Boolean).join(', ')],
  ['Source', ({ source }) => source],
  ['Owner', ({ lead_owner }) => lead_owner],
  ['Status', ({ status, qualification_status }) => `${status}, ${qualification_status}`],
  ['Created', ({ created_at }) => formatInstant(created_at)],
  ['ERPNext', ({ erpnext_name }) => erpnext_name],
  ['Id', ({ id }) => id],
]

export function printLead(lead: Lead, out: Output): void {
  out.line(out.paint('bold', leadTitle(lead)))
  out.line()
  for (const [title, text] of FIELDS) {
    const value = text(lead)
    if (value) out.line(`${out.paint('dim', title.padEnd(10))} ${printable(value)}`)
  }
  if (lead.message) {
    out.line()
    out.line(printableLines(lead.message))
  }
  out.line()
  if (lead.score) printScore(lead.score, out)
  else out.line(`Not scored yet: insa leads qualify ${lead.id} --wait`)
}
