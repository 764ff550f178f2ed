import { describe, expect, it } from 'vitest'
import { findMarks, type Mark } from './find-marks.ts'

const ID = '01890000-0000-7000-8000-00000000cafe'
const NOT = '01890000-0000-7000-8000-00000000beef'
const mark: Mark = {
  canaryId: '01890000-0000-7000-8000-000000000001',
  recordType: 'lead',
  recordId: ID,
  title: 'Quarry "North"',
  keys: ['CRM-LEAD-2026-00001', 'x1'],
  addresses: ['ana@quarry.example'],
  names: ['Quarry "North"'],
  markedBy: 'user:boss@example.com',
  markedAt: new Date(0),
}
const found = (text: string, speech: Parameters<typeof findMarks>[2]) =>
  findMarks([mark], text, speech).length === 1

describe('a canary in a text', () => {
  it('is the record itself in an answer of the API, and not what points to it', () => {
    expect(found(JSON.stringify({ id: ID }), 'record')).toBe(true)
    expect(found(JSON.stringify({ lead_id: ID }), 'record')).toBe(false)
    expect(found(JSON.stringify({ lead_id: ID }), 'mention')).toBe(true)
    expect(found(`/api/v1/leads/${ID.toUpperCase()}`, 'mention')).toBe(true)
  })

  it('is known by its address and its ERPNext name, whole', () => {
    for (const word of ['ANA@quarry.example', 'crm-lead-2026-00001']) {
      const answers = [
        JSON.stringify({ word }),
        JSON.stringify([{ text: JSON.stringify({ word }) }]),
      ]
      for (const text of answers) expect(found(text, 'record'), text).toBe(true)
      expect(found(`See ${word}.`, 'mention')).toBe(true)
    }
    for (const text of ['joana@quarry.example', 'ana@quarry.example.org', 'CRM-LEAD-2026-000012'])
      expect(found(text, 'mention'), text).toBe(false)
  })

  it('is not what a stranger wrote into a lead', () => {
    const lead = {
      id: NOT,
      email_id: 'ana@quarry.example',
      message: `See ${ID}, CRM-LEAD-2026-00001`,
    }
    expect(found(JSON.stringify(lead), 'own')).toBe(false)
    expect(found(JSON.stringify({ ...lead, email_id: null }), 'record')).toBe(false)
    expect(found(JSON.stringify({ duplicates: [ID] }), 'own')).toBe(true)
  })

  it('is not known by a word so short that others have it', () => {
    expect(found('x1', 'mention')).toBe(false)
    expect(found('"x1"', 'record')).toBe(false)
  })

  it('is known by its name in the cells of a report only', () => {
    const cells = JSON.stringify([['Quarry "North"', 12]])
    expect(found(cells, 'cells')).toBe(true)
    expect(found(cells, 'record')).toBe(false)
    expect(found(JSON.stringify([['Quarry "North" II']]), 'cells')).toBe(false)
  })
})
