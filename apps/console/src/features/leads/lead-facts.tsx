import type { EvidenceField, Lead } from '@insa/contracts'
import { useMemo } from 'react'
import { Card } from '../../ui/card.tsx'
import { formatCompact } from '../../ui/format.ts'
import { spansIn } from './highlight.ts'
import { HighlightedText } from './highlighted-text.tsx'

const FACTS: readonly { field: EvidenceField & keyof Lead; label: string }[] = [
  { field: 'lead_name', label: 'Name' },
  { field: 'job_title', label: 'Job title' },
  { field: 'company_name', label: 'Company' },
  { field: 'industry', label: 'Industry' },
  { field: 'no_of_employees', label: 'Employees' },
  { field: 'annual_revenue', label: 'Annual revenue' },
  { field: 'city', label: 'City' },
  { field: 'country', label: 'Country' },
  { field: 'website', label: 'Website' },
  { field: 'source', label: 'Source' },
]

/** The fields of the lead; those that a factor rests on are marked like the message. */
export function LeadFacts({ lead }: { lead: Lead }) {
  const filled = FACTS.filter(({ field }) => lead[field] !== null)
  return (
    <Card title="Details">
      <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5">
        {filled.map(({ field, label }) => (
          <Fact key={field} label={label} field={field} lead={lead} />
        ))}
        <dt className="text-ink-3">Owner</dt>
        <dd className="break-words">{lead.lead_owner ?? 'nobody yet'}</dd>
        <dt className="text-ink-3">Status</dt>
        <dd>
          {lead.status} · {lead.qualification_status}
        </dd>
        {lead.erpnext_name && (
          <>
            <dt className="text-ink-3">ERPNext</dt>
            <dd className="font-mono text-sm">{lead.erpnext_name}</dd>
          </>
        )}
      </dl>
    </Card>
  )
}

interface FactProps {
  label: string
  field: EvidenceField & keyof Lead
  lead: Lead
}

function Fact({ label, field, lead }: FactProps) {
  const text = String(lead[field])
  const spans = useMemo(() => spansIn(field, text, lead.score), [field, text, lead.score])
  return (
    <>
      <dt className="text-ink-3">{label}</dt>
      <dd className="break-words">
        {field === 'annual_revenue' && spans.length === 0 ? (
          formatCompact(Number(text))
        ) : (
          <HighlightedText text={text} spans={spans} flags={lead.score?.flags ?? []} />
        )}
      </dd>
    </>
  )
}
