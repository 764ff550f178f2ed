import { LeadScore } from '@insa/contracts'
import { expect, it } from 'vitest'
import { sampleLead } from '../../testing/sample-leads.ts'
import { immediateLeadMail } from './immediate-lead-mail.ts'

const MESSAGE = 'CPU 315-2 DP stopped, 420 signals, 14 drives, 3 panels, migrate the line'
const quoted = (...quotes: string[]) =>
  quotes.map((quote) => ({
    field: 'message' as const,
    quote,
    start: MESSAGE.indexOf(quote),
    end: MESSAGE.indexOf(quote) + quote.length,
  }))
const graded = (score: number, ...quotes: string[]) => ({
  score,
  known: quotes.length > 0,
  reasoning: '',
  evidence: quoted(...quotes),
})
const AT = '2026-03-02T08:00:00.000Z'
const ID = '01890000-0000-7000-8000-000000000001'

function mailAbout(score: object): string[] {
  const { subject, text } = immediateLeadMail({
    to: 'owner@acme.example.com',
    lead: {
      ...sampleLead({ message: MESSAGE }),
      id: ID,
      phone: null,
    } as Parameters<typeof immediateLeadMail>[0]['lead'],
    score: LeadScore.parse({
      lead_id: ID,
      execution_id: ID,
      engine: 'baseline',
      model: null,
      priority: 'IMMEDIATE',
      recommended_action: 'immediate_contact',
      reasoning: '',
      confidence: 1,
      coverage: 0.8,
      questions_to_ask: [],
      flags: [],
      scored_at: AT,
      override: null,
      ...score,
    }),
    executionId: ID,
    publicUrl: 'http://crm.example.com',
  })
  return [subject, ...text.split('\n')]
}

it('an alert shows a factor’s three longest quotes, in their order, and whole points', () => {
  const lines = mailAbout({
    qualification_score: 93.85,
    factor_scores: {
      budget: graded(40),
      timeline: graded(100, 'stopped'),
      complexity: graded(91, '2 DP', '420 signals', '14 drives', '3 panels', 'migrate the line'),
      authority: graded(99, '2 DP'),
      fit: graded(92, '2 DP'),
    },
  })
  expect(lines[0]).toBe('Call now: Aceros del Norte (94 points)')
  expect(lines).toContain('  complexity  91  "420 signals", "14 drives", "migrate the line"')
  expect(lines).toContain('  timeline   100  "stopped"')
  expect(lines).toContain('  budget       ?')
})
