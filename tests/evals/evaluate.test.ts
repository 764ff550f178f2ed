import type { Evidence, LeadJudgement } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import { openEngine } from './engines.ts'
import { evaluate } from './evaluate.ts'
import { sampleLead } from './testing/sample-outcome.ts'

const unknown = { score: null, reasoning: '', evidence: [] }

function judgement(evidence: Evidence[]): LeadJudgement {
  return {
    factors: {
      budget: { score: 90, reasoning: '', evidence },
      timeline: unknown,
      complexity: unknown,
      authority: unknown,
      fit: unknown,
    },
    forced_now: null,
    disqualified: null,
    questions_to_ask: [],
    flags: [{ code: 'prompt_injection', message: '', evidence: [] }],
  }
}

describe('evaluate', () => {
  it('gives the engine the lead at noon of its day and none of its labels', async () => {
    const lead = sampleLead({ message: 'We have 50 k€ 🏭', language: 'de' })
    const [outcome] = await evaluate([lead], (seen, at) => {
      expect(at.toISOString()).toBe('2026-10-07T12:00:00.000Z')
      expect(seen).toMatchObject({ message: 'We have 50 k€ 🏭', language: null })
      expect(Object.keys(seen)).not.toContain('id')
      return judgement([])
    })
    expect(outcome).toMatchObject({
      engine: { score: 52.5, priority: 'MEDIUM', action: 'nurture', rule: null },
      injection: true,
    })
  })

  it('finds quotes that do not stand where they say', async () => {
    const quote = (text: string, start: number): Evidence => ({
      field: 'message',
      quote: text,
      start,
      end: start + text.length,
    })
    const [outcome] = await evaluate([sampleLead({ message: 'We have 50 k€' })], () =>
      judgement([quote('50 k€', 8), quote('50 k€', 7), quote('60 k€', 8)]),
    )
    expect(outcome?.quotes).toBe(3)
    expect(outcome?.strayQuotes).toEqual([quote('50 k€', 7), quote('60 k€', 8)])
  })
})

describe('openEngine', () => {
  it('names the engines there are when it does not know one', async () => {
    await expect(openEngine('oracle')).rejects.toThrow(
      'There is no engine named "oracle". There are: baseline.',
    )
    await expect(openEngine('constructor')).rejects.toThrow('no engine')
  })
})
