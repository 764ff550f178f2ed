import { beforeAll, describe, expect, it } from 'vitest'
import { findDeviations } from './check-labels.ts'
import { openEngine } from './engines.ts'
import { evaluate, type Outcome } from './evaluate.ts'
import { presentSets, readSet } from './labelled-lead.ts'
import { findShortfalls } from './thresholds.ts'

describe('the labelled leads', () => {
  const leads = presentSets().flatMap(readSet)

  it('have ids of their own that begin with their language', () => {
    const ids = leads.map(({ lead }) => lead.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { lead } of leads) expect(lead.id.slice(0, 2)).toBe(lead.language)
  })

  it('follow the arithmetic of the rubric, but for explained deviations', () => {
    expect(findDeviations(leads).filter((d) => d.explained === null)).toEqual([])
  })
})

describe('the baseline on the tuning set', () => {
  let outcomes: Outcome[] = []
  beforeAll(async () => {
    outcomes = await evaluate(readSet('tuning'), await openEngine('baseline'))
  })

  it('reaches the least kappa of the action, in all and in each language, with literal quotes [evals.agreement]', () => {
    expect(findShortfalls(outcomes)).toEqual([])
  })
})
