/** Factor by factor: is it known to both, and how far apart are the grades? */
import { FACTOR_NAMES, type FactorName } from '@insa/contracts'
import { mean } from 'simple-statistics'
import type { Pair } from './grading.ts'

export interface FactorAgreement {
  factor: FactorName
  /** Share of leads where both grade it or neither does. */
  knownAgreement: number
  /** Leads where only the reference grades it. */
  missed: number
  /** Leads where only the other grades it. */
  invented: number
  /** Leads where both do; the next two are over these, and NaN when there are none. */
  bothKnown: number
  meanAbsoluteError: number
  /** Mean of other − reference: above zero grades too high. */
  bias: number
}

export function measureFactors(pairs: readonly Pair[]): FactorAgreement[] {
  return FACTOR_NAMES.map((factor) => {
    const grades = pairs.map((p) => [p.reference.factors[factor], p.other.factors[factor]] as const)
    const differences = grades.flatMap(([a, b]) => (a === null || b === null ? [] : [b - a]))
    const missed = grades.filter(([a, b]) => a !== null && b === null).length
    const invented = grades.filter(([a, b]) => a === null && b !== null).length
    const average = (values: number[]) => (values.length === 0 ? Number.NaN : mean(values))
    return {
      factor,
      knownAgreement: grades.length === 0 ? Number.NaN : 1 - (missed + invented) / grades.length,
      missed,
      invented,
      bothKnown: differences.length,
      meanAbsoluteError: average(differences.map(Math.abs)),
      bias: average(differences),
    }
  })
}
