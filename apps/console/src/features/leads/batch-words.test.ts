import type { BatchEstimate, QualificationBatch } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import { choiceWords, hoursWords, waitWords } from './batch-words.ts'

const estimate: BatchEstimate = {
  leads: 3,
  already_waiting: 0,
  not_found: 0,
  engine: 'baseline',
  model: null,
  basis: 'free',
  basis_runs: 0,
  tokens: { input: 0, output: 0 },
  usd_per_lead: '0.000000',
  usd: '0.000000',
  off_peak_usd: null,
  budget: { left_today_usd: null, crosses: false },
  window: null,
  message: '3 leads would be qualified by our own engine. That costs nothing.',
}
const hours = { time_zone: 'Europe/Berlin', from: '22:00', to: '06:00', days: [1, 2, 3, 4, 5] }
const batch: QualificationBatch = {
  id: '0198f3a0-0000-7000-8000-000000000200',
  status: 'running',
  paused_for: null,
  note: null,
  engine: 'baseline',
  off_peak: false,
  selection: { filter: { scored: 'no' } },
  total: 3,
  placed: 3,
  left: 3,
  running: 0,
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  waits_for: null,
  items_per_minute: null,
  expected_end: null,
  cost_usd: '0.000000',
  estimate,
  window: null,
  created_by: 'user:ana@example.com',
  created_at: '2026-12-01T09:00:00.000Z',
  finished_at: null,
}

describe('what is said of a batch', () => {
  it('is which leads were chosen', () => {
    expect(choiceWords(batch)).toBe('Leads: not scored yet')
    expect(choiceWords({ ...batch, selection: { filter: {} } })).toBe('All leads')
    expect(choiceWords({ ...batch, selection: { ids: 12_345 } })).toBe(
      '12,345 leads chosen one by one',
    )
    const filter = { q: 'PLC', country: 'Mexico', priority: 'HIGH' as const }
    expect(choiceWords({ ...batch, selection: { filter } })).toBe('Leads: “PLC”, Mexico, HIGH')
  })

  it('is when it works, with its days where they are not all', () => {
    expect(hoursWords(hours)).toBe('22:00 to 06:00 on Mon, Tue, Wed, Thu, Fri, Europe/Berlin')
    expect(hoursWords({ ...hours, days: [1, 2, 3, 4, 5, 6, 7] })).toBe(
      '22:00 to 06:00, Europe/Berlin',
    )
  })

  it('is what holds it up, and nothing where nothing does', () => {
    expect(waitWords(batch)).toBeNull()
    const window = {
      ...hours,
      opens_at: '2026-12-01T21:00:00.000Z',
      closes_at: '2026-12-02T05:00:00.000Z',
    }
    expect(waitWords({ ...batch, window, waits_for: 'window' })).toMatch(/^3 leads wait for .*2026/)
    const note = 'All runs of this day may cost $20.00.'
    expect(waitWords({ ...batch, note, waits_for: 'budget' })).toBe(
      `${note} It goes on by itself when there is more.`,
    )
    expect(waitWords({ ...batch, note: 'Paused by Ana.', waits_for: 'person' })).toBe(
      'Paused by Ana.',
    )
  })
})
