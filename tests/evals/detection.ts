/** Recall and precision of what an engine either finds or does not. */
import { DisqualifyingRule } from '@insa/contracts'
import type { Outcome } from './evaluate.ts'

export interface Detection {
  what: string
  labelled: number
  found: number
  both: number
  /** Share of the labelled that were found; NaN when none is labelled. */
  recall: number
  /** Share of the found that are labelled; NaN when none was found. */
  precision: number
}

type Test = (outcome: Outcome) => boolean

/** Any rule, each rule by name, words that command the scorer, and what forces contact now. */
export function measureDetections(outcomes: readonly Outcome[]): Detection[] {
  const detect = (what: string, labelled: Test, found: Test): Detection => {
    const both = outcomes.filter((o) => labelled(o) && found(o)).length
    const labels = outcomes.filter(labelled).length
    const finds = outcomes.filter(found).length
    return {
      what,
      labelled: labels,
      found: finds,
      both,
      recall: labels === 0 ? Number.NaN : both / labels,
      precision: finds === 0 ? Number.NaN : both / finds,
    }
  }
  return [
    detect(
      'any rule',
      (o) => o.labelled.label.rule !== null,
      (o) => o.engine.rule !== null,
    ),
    ...DisqualifyingRule.options.map((rule) =>
      detect(
        `rule ${rule}`,
        (o) => o.labelled.label.rule === rule,
        (o) => o.engine.rule === rule,
      ),
    ),
    detect(
      'injection',
      (o) => o.labelled.label.injection,
      (o) => o.injection,
    ),
    detect(
      'forced now',
      (o) => o.labelled.label.forced_now,
      (o) => o.engine.forced_now,
    ),
  ]
}
