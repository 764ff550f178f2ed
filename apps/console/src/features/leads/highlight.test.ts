import type { Evidence, LeadScore } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import { type Span, segmentText, spansIn } from './highlight.ts'

const span = (source: Span['source'], start: number, end: number): Span => ({ source, start, end })
const shown = (text: string, spans: Span[]) =>
  segmentText(text, spans)
    .filter(({ sources }) => sources.length > 0)
    .map(({ text: words, sources }) => [words, ...sources])

describe('cutting a message at its evidence', () => {
  it('gives back the whole text, whatever the spans', () => {
    const text = 'PLC retrofit, 250 kEUR approved, line down since Monday.'
    const spans = [span('budget', 14, 31), span('timeline', 33, 55), span('fit', 0, 40)]
    expect(
      segmentText(text, spans)
        .map((segment) => segment.text)
        .join(''),
    ).toBe(text)
    expect(segmentText(text, []).map((segment) => segment.text)).toEqual([text])
  })

  it('tells of overlapping words all that rest on them', () => {
    expect(shown('abcdefgh', [span('budget', 1, 5), span('timeline', 3, 7)])).toEqual([
      ['bc', 'budget'],
      ['de', 'budget', 'timeline'],
      ['fg', 'timeline'],
    ])
  })

  it('keeps a span within a span, and two on the same words', () => {
    expect(
      shown('abcdef', [span('fit', 0, 6), span('complexity', 2, 4), span('flag-0', 2, 4)]),
    ).toEqual([
      ['ab', 'fit'],
      ['cd', 'fit', 'complexity', 'flag-0'],
      ['ef', 'fit'],
    ])
  })

  it('names a factor once where its own spans overlap', () => {
    expect(shown('abcd', [span('fit', 0, 3), span('fit', 1, 4)])).toEqual([
      ['a', 'fit'],
      ['bc', 'fit'],
      ['d', 'fit'],
    ])
  })

  it('counts in UTF-16 code units, so that words after an emoji are the right ones', () => {
    const text = '🏭👩‍🔧 budget 40k'
    const start = text.indexOf('budget')
    expect(shown(text, [span('budget', start, start + 10)])).toEqual([['budget 40k', 'budget']])
  })

  it('never cuts a character in half', () => {
    const text = 'a🏭b'
    expect(shown(text, [span('fit', 2, 4)])).toEqual([['🏭b', 'fit']])
    expect(shown(text, [span('fit', 0, 2)])).toEqual([['a🏭', 'fit']])
  })

  it('keeps combining marks with the words they were quoted with', () => {
    const text = 'Presupuesto reunio\u0301n aprobado'
    const quote = 'reunio\u0301n'
    const start = text.indexOf(quote)
    expect(shown(text, [span('budget', start, start + quote.length)])).toEqual([[quote, 'budget']])
  })

  it('bears offsets outside the text', () => {
    expect(shown('abc', [span('fit', 2, 99), span('budget', 50, 60)])).toEqual([['c', 'fit']])
    expect(segmentText('', [span('fit', 0, 4)])).toEqual([])
  })
})

describe('the spans of a field', () => {
  const evidence = (over: Partial<Evidence>): Evidence => ({
    field: 'message',
    quote: 'now',
    start: 0,
    end: 3,
    ...over,
  })
  const factor = (...quotes: Evidence[]) => ({
    score: 50,
    known: true,
    reasoning: '',
    evidence: quotes,
  })
  const score = {
    factor_scores: {
      budget: factor(),
      timeline: factor(evidence({}), evidence({ field: 'job_title', quote: 'CEO' })),
      complexity: factor(),
      authority: factor(),
      fit: factor(evidence({ quote: 'gone', start: 4, end: 8 })),
    },
    flags: [{ code: 'spam', message: '', evidence: [evidence({ quote: 'or', start: 4, end: 6 })] }],
  } as unknown as LeadScore

  it('takes those of this field, and the flags beside the factors', () => {
    expect(spansIn('message', 'now or later', score)).toEqual([
      { source: 'timeline', start: 0, end: 3 },
      { source: 'flag-0', start: 4, end: 6 },
    ])
  })

  it('leaves out a quote that no longer stands there', () => {
    expect(spansIn('message', 'later, not now', score)).toEqual([])
  })

  it('is empty without a score', () => {
    expect(spansIn('message', 'now', null)).toEqual([])
  })
})
