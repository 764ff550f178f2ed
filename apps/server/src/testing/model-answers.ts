/** What a scripted model says of a lead: every factor unknown, but for what a test sets. */
import type { EvidenceField, FactorName } from '@insa/contracts'

type Graded = [score: number, field: EvidenceField, quote: string]

/** A judgement in the form in which a model gives it. */
export function modelSays(
  grades: Partial<Record<FactorName, Graded>>,
  over: Record<string, unknown> = {},
): Record<string, unknown> {
  const factor = (name: FactorName) => {
    const graded = grades[name]
    return graded
      ? {
          score: graded[0],
          reasoning: `The words show the ${name}.`,
          quotes: [{ field: graded[1], quote: graded[2] }],
        }
      : { score: null, reasoning: 'Nothing is said.', quotes: [] }
  }
  return {
    factors: {
      budget: factor('budget'),
      timeline: factor('timeline'),
      complexity: factor('complexity'),
      authority: factor('authority'),
      fit: factor('fit'),
    },
    forced_now: null,
    disqualified: null,
    questions_to_ask: ['Who signs the order?'],
    flags: [],
    ...over,
  }
}
