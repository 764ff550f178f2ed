import { expect, it } from 'vitest'
import { measureFactors } from './factor-agreement.ts'
import { sampleGrading } from './testing/sample-outcome.ts'

const budget = (score: number | null) =>
  sampleGrading({ factors: { ...sampleGrading().factors, budget: score } })

it('counts grades that only one side gives, and averages errors where both give one', () => {
  const [measured] = measureFactors([
    { reference: budget(50), other: budget(60) },
    { reference: budget(50), other: budget(20) },
    { reference: budget(null), other: budget(null) },
    { reference: budget(50), other: budget(null) },
    { reference: budget(null), other: budget(90) },
  ])
  expect(measured).toEqual({
    factor: 'budget',
    knownAgreement: 0.6,
    missed: 1,
    invented: 1,
    bothKnown: 2,
    meanAbsoluteError: 20,
    bias: -10,
  })
})
