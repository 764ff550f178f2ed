import { describe, expect, it } from 'vitest'
import { findErrors } from './find-errors.ts'
import { renderErrors } from './render-errors.ts'
import { sampleOutcome } from './testing/sample-outcome.ts'

describe('findErrors', () => {
  it('puts more steps between the actions first, then between the priorities, then points', () => {
    const errors = findErrors([
      sampleOutcome({ id: 'en-001' }, { priority: 'HIGH', score: 70 }),
      sampleOutcome({ id: 'en-002' }, { priority: 'HIGH', score: 80 }),
      sampleOutcome({ id: 'en-003' }, { action: 'immediate_contact' }),
      sampleOutcome({ id: 'en-004' }, { action: 'schedule_demo', score: 100 }),
      sampleOutcome({ id: 'en-005' }, { priority: 'IMMEDIATE' }),
      sampleOutcome({ id: 'en-006' }, { score: 55 }),
    ])
    expect(errors.map((e) => e.labelled.lead.id)).toEqual([
      'en-003',
      'en-004',
      'en-005',
      'en-002',
      'en-001',
    ])
  })
})

describe('renderErrors', () => {
  const error = (set: 'tuning' | 'locked') =>
    sampleOutcome(
      { set, message: `Line one\n${'🏭'.repeat(200)}`, label: { note: 'a hint' } },
      { action: 'disqualify', rule: 'spam', score: 12.34 },
    )

  it('shows label and engine side by side with the beginning of the message', () => {
    expect(renderErrors([error('tuning')], false)).toBe(
      [
        'en-001  nurture → disqualify  MEDIUM  50.0 → 12.3',
        '  budget 50/50  timeline 50/50  complexity 50/50  authority 50/50  fit 50/50',
        '  rule none → spam  forced now no',
        `  Line one ${'🏭'.repeat(111)}…`,
        '  note: a hint',
      ].join('\n'),
    )
  })

  it('keeps the texts of the locked set to itself until asked', () => {
    expect(renderErrors([error('locked')], false)).not.toMatch(/Line one|a hint/)
    expect(renderErrors([error('locked')], true)).toContain('Line one')
  })
})
