import { sampleBatch as batch, sampleWindow as window } from '@insa/contracts/samples'
import { describe, expect, it } from 'vitest'
import { choiceWords, hoursWords, waitWords } from './batch-words.ts'

const hours = { time_zone: 'Europe/Berlin', from: '22:00', to: '06:00', days: [1, 2, 3, 4, 5] }

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
    expect(waitWords({ ...batch, window, waits_for: 'window' })).toMatch(
      /^9,000 leads wait for .*2026/,
    )
    const note = 'All runs of this day may cost $20.00.'
    expect(waitWords({ ...batch, note, waits_for: 'budget' })).toBe(
      `${note} It goes on by itself when there is more.`,
    )
    expect(waitWords({ ...batch, note: 'Paused by Ana.', waits_for: 'person' })).toBe(
      'Paused by Ana.',
    )
    const off = 'All agents are off. They are switched on in the console: Settings, Agents.'
    expect(waitWords({ ...batch, note: off, waits_for: 'agent' })).toBe(off)
  })
})
