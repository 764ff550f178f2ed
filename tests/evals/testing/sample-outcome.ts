/** Made-up leads and outcomes for the tests of the measurements. */
import type { Outcome } from '../evaluate.ts'
import type { Grading } from '../grading.ts'
import type { LabelledLead } from '../labelled-lead.ts'

export function sampleGrading(changes: Partial<Grading> = {}): Grading {
  return {
    factors: { budget: 50, timeline: 50, complexity: 50, authority: 50, fit: 50 },
    rule: null,
    forced_now: false,
    priority: 'MEDIUM',
    action: 'nurture',
    score: 50,
    ...changes,
  }
}

interface Parts {
  id?: string
  language?: LabelledLead['lead']['language']
  set?: LabelledLead['set']
  message?: string
  label?: Partial<LabelledLead['label']>
}

export function sampleLead(parts: Parts = {}): LabelledLead {
  const { id = 'en-001', language = 'en', set = 'tuning', message = 'Hello', label } = parts
  return {
    lead: {
      id,
      received_at: '2026-10-07',
      lead_name: null,
      company_name: null,
      job_title: null,
      email_id: null,
      phone: null,
      website: null,
      city: null,
      country: null,
      industry: null,
      no_of_employees: null,
      annual_revenue: null,
      source: null,
      message,
      language,
    },
    label: { ...sampleGrading(), injection: false, settled: false, note: '', ...label },
    readings: [sampleGrading(), sampleGrading()],
    set,
  }
}

/** An engine that says `engine` where the label says `parts.label`. */
export function sampleOutcome(parts: Parts = {}, engine: Partial<Grading> = {}): Outcome {
  return {
    labelled: sampleLead(parts),
    engine: sampleGrading(engine),
    injection: false,
    quotes: 0,
    strayQuotes: [],
    milliseconds: 1,
  }
}
