/** Everything that is measured on a group of leads: all of them, a language, or a set. */
import { quantile } from 'simple-statistics'
import { type Agreement, measureAgreement } from './agreement.ts'
import { type Detection, measureDetections } from './detection.ts'
import type { Outcome } from './evaluate.ts'
import { type FactorAgreement, measureFactors } from './factor-agreement.ts'
import { ACTIONS, type Pair } from './grading.ts'
import { confusionMatrix } from './kappa.ts'

export interface Summary {
  /** `all`, a language or a set. */
  group: string
  engine: Agreement
  /** The two readings against each other: what can be asked of an engine at most. */
  readings: Agreement
}

export interface Details {
  detections: Detection[]
  factors: FactorAgreement[]
  readingFactors: FactorAgreement[]
  /** Rows: the label's action; columns: the engine's; order of ACTIONS. */
  matrix: number[][]
  quotes: { total: number; stray: number }
  /** Milliseconds a lead. */
  milliseconds: { p50: number; p95: number; max: number }
}

const againstLabel = (outcomes: readonly Outcome[]): Pair[] =>
  outcomes.map(({ labelled, engine }) => ({ reference: labelled.label, other: engine }))

const againstEachOther = (outcomes: readonly Outcome[]): Pair[] =>
  outcomes.map(({ labelled: { readings } }) => ({ reference: readings[0], other: readings[1] }))

function summarize(group: string, outcomes: readonly Outcome[]): Summary {
  return {
    group,
    engine: measureAgreement(againstLabel(outcomes)),
    readings: measureAgreement(againstEachOther(outcomes)),
  }
}

/** All, then each language, then each set when there are several. */
export function summarizeGroups(outcomes: readonly Outcome[]): Summary[] {
  const languages = [...new Set(outcomes.map((o) => o.labelled.lead.language))].sort()
  const sets = [...new Set(outcomes.map((o) => o.labelled.set))]
  return [
    summarize('all', outcomes),
    ...languages.map((language) =>
      summarize(
        language,
        outcomes.filter((o) => o.labelled.lead.language === language),
      ),
    ),
    ...(sets.length < 2 ? [] : sets).map((set) =>
      summarize(
        `${set} set`,
        outcomes.filter((o) => o.labelled.set === set),
      ),
    ),
  ]
}

export function detail(outcomes: readonly Outcome[]): Details {
  const times = outcomes.map((o) => o.milliseconds)
  const pairs = againstLabel(outcomes)
  return {
    detections: measureDetections(outcomes),
    factors: measureFactors(pairs),
    readingFactors: measureFactors(againstEachOther(outcomes)),
    matrix: confusionMatrix(
      pairs.map((p) => [ACTIONS.indexOf(p.reference.action), ACTIONS.indexOf(p.other.action)]),
      ACTIONS.length,
    ),
    quotes: {
      total: outcomes.reduce((sum, o) => sum + o.quotes, 0),
      stray: outcomes.reduce((sum, o) => sum + o.strayQuotes.length, 0),
    },
    milliseconds: {
      p50: quantile(times, 0.5),
      p95: quantile(times, 0.95),
      max: Math.max(...times),
    },
  }
}
