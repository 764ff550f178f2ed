import { Lead } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import { createQuoteFinder } from './locate-quote.ts'
import { type ModelJudgement, modelJudgement } from './model-judgement.ts'

const lead = (over: Partial<Lead> = {}): Lead =>
  Lead.parse({
    id: '01890000-0000-7000-8000-000000000001',
    erpnext_name: null,
    lead_name: 'Max Muster',
    company_name: 'Muster GmbH',
    job_title: 'Instandhaltungsleiter',
    email_id: 'max@muster.example',
    phone: null,
    website: null,
    city: null,
    country: 'Germany',
    industry: null,
    no_of_employees: '1-10',
    annual_revenue: 12_000_000,
    source: null,
    message: 'Wir haben 50.000 € frei\u200bgegeben 😀\r\nfür die Retro\u00adfit der Anlage.',
    language: null,
    lead_owner: null,
    status: 'Lead',
    qualification_status: 'Unqualified',
    score: null,
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
    etag: '"1"',
    ...over,
  })

const unknown = { score: null, reasoning: 'Nothing is said.', quotes: [] }
const said = (over: Partial<ModelJudgement['factors']> = {}): ModelJudgement => ({
  factors: {
    budget: unknown,
    timeline: unknown,
    complexity: unknown,
    authority: unknown,
    fit: unknown,
    ...over,
  },
  forced_now: null,
  disqualified: null,
  questions_to_ask: [],
  flags: [],
})

describe('a quote', () => {
  it('is found where it stands in the original, though the model saw it cleaned [leads.qualify.literal-evidence]', () => {
    const given = lead()
    const find = createQuoteFinder(given)
    for (const [quote, original] of [
      ['50.000 € freigegeben', '50.000 € frei\u200bgegeben'],
      ['freigegeben 😀 für die Retrofit', 'frei\u200bgegeben 😀\r\nfür die Retro\u00adfit'],
    ] as const) {
      const found = find({ field: 'message', quote })
      expect(found?.quote).toBe(original)
      expect(given.message?.slice(found?.start, found?.end)).toBe(original)
    }
    expect(find({ field: 'annual_revenue', quote: '12000000' })).toMatchObject({ start: 0, end: 8 })
  })

  it('is not found when a letter differs, or it stands in another field', () => {
    const find = createQuoteFinder(lead())
    for (const quote of ['50.000 EUR', '50.000 € … Retrofit', 'WIR HABEN', ' ', '.*'])
      expect(find({ field: 'message', quote })).toBeNull()
    expect(find({ field: 'message', quote: 'Muster GmbH' })).toBeNull()
    expect(find({ field: 'city', quote: 'x' })).toBeNull()
  })
})

describe('what a model says of a lead', () => {
  const read = (raw: unknown) => modelJudgement(lead()).read(raw)

  it('becomes a judgement with evidence', () => {
    const quotes = [{ field: 'message' as const, quote: '50.000 €' }]
    const budget = { score: 92, reasoning: 'Released.', quotes }
    const { value, complaints } = read({
      ...said({ budget }),
      flags: [{ code: 'contradiction', message: 'Hm.', quotes }],
    })
    expect(complaints).toEqual([])
    expect(value.factors.budget).toMatchObject({ score: 92, evidence: [{ quote: '50.000 €' }] })
    expect(value.flags).toMatchObject([{ code: 'contradiction', evidence: [{ start: 10 }] }])
  })

  it('is complained of where a quote does not stand, a grade has none, or a default is quoted', () => {
    const { complaints } = read(
      said({
        budget: {
          score: 90,
          reasoning: '',
          quotes: [{ field: 'message', quote: 'two million dollars' }],
        },
        fit: { score: 50, reasoning: '', quotes: [] },
        timeline: { score: null, reasoning: '', quotes: [{ field: 'country', quote: 'Germany' }] },
        authority: {
          score: 20,
          reasoning: '',
          quotes: [{ field: 'no_of_employees', quote: '1-10' }],
        },
      }),
    )
    expect(complaints).toEqual([
      expect.stringContaining('factors.budget: the quote "two million dollars" does not stand'),
      expect.stringContaining('factors.authority: no_of_employees 1-10 is a default'),
      expect.stringContaining('factors.timeline: an unknown factor has no quotes'),
      expect.stringContaining('factors.fit: a grade needs a quote'),
    ])
  })

  it('is none of the schema with a number, code or field of its own', () => {
    for (const raw of [
      said({ budget: { ...unknown, score: 101 } }),
      { ...said(), qualification_score: 100 },
      { ...said(), flags: [{ code: 'engine_fallback', message: '', quotes: [] }] },
      said({ fit: { score: 1, reasoning: '', quotes: [{ field: 'phone' as never, quote: '1' }] } }),
    ])
      expect(() => read(raw)).toThrow()
  })
})
