/** How far two gradings of the same leads agree, with 95 % confidence intervals. */
import { sampleRankCorrelation } from 'simple-statistics'
import { bootstrap, type Interval } from './bootstrap.ts'
import { ACTIONS, type Pair, PRIORITIES } from './grading.ts'
import { exactAgreement, weightedKappa } from './kappa.ts'

/** NaN where it is not defined: fewer than two leads, or nothing varies. */
export interface Measure {
  value: number
  interval: Interval
}

export interface Agreement {
  n: number
  spearman: Measure
  actionKappa: Measure
  actionExact: Measure
  priorityKappa: Measure
  priorityExact: Measure
}

const MEASURES = {
  spearman: (pairs: readonly Pair[]) =>
    pairs.length < 2
      ? Number.NaN
      : sampleRankCorrelation(
          pairs.map((p) => p.reference.score),
          pairs.map((p) => p.other.score),
        ),
  actionKappa: (pairs: readonly Pair[]) => weightedKappa(actionsOf(pairs), ACTIONS.length),
  actionExact: (pairs: readonly Pair[]) => exactAgreement(actionsOf(pairs)),
  priorityKappa: (pairs: readonly Pair[]) => weightedKappa(prioritiesOf(pairs), PRIORITIES.length),
  priorityExact: (pairs: readonly Pair[]) => exactAgreement(prioritiesOf(pairs)),
}

const actionsOf = (pairs: readonly Pair[]) =>
  pairs.map((p) => [ACTIONS.indexOf(p.reference.action), ACTIONS.indexOf(p.other.action)] as const)
const prioritiesOf = (pairs: readonly Pair[]) =>
  pairs.map(
    (p) =>
      [PRIORITIES.indexOf(p.reference.priority), PRIORITIES.indexOf(p.other.priority)] as const,
  )

export function measureAgreement(pairs: readonly Pair[]): Agreement {
  const measure = (of: (sample: readonly Pair[]) => number): Measure => ({
    value: of(pairs),
    interval: bootstrap(pairs, of),
  })
  return {
    n: pairs.length,
    spearman: measure(MEASURES.spearman),
    actionKappa: measure(MEASURES.actionKappa),
    actionExact: measure(MEASURES.actionExact),
    priorityKappa: measure(MEASURES.priorityKappa),
    priorityExact: measure(MEASURES.priorityExact),
  }
}

/** Quadratic-weighted kappa of the actions alone: what the thresholds are on. */
export const actionKappa = MEASURES.actionKappa
