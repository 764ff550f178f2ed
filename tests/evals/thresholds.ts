/** When an engine is not good enough: what `npm run evals` and `npm test` fail on. */
import { actionKappa } from './agreement.ts'
import type { Outcome } from './evaluate.ts'

/** Quadratic-weighted kappa of the action, over all languages. */
const LEAST_KAPPA = 0.85
/** The same in each language: fewer leads, so a wider margin. */
const LEAST_KAPPA_IN_A_LANGUAGE = 0.75

/**
 * What falls short, as sentences; empty when all is well. Each set is held to it by itself, so that leads that were
 * tuned on cannot make up for leads that were not. Of a single language only its own threshold is asked.
 */
export function findShortfalls(outcomes: readonly Outcome[]): string[] {
  const languages = unique(outcomes.map((o) => o.labelled.lead.language))
  const shortfalls = unique(outcomes.map((o) => o.labelled.set)).flatMap((set) => {
    const ofSet = outcomes.filter((o) => o.labelled.set === set)
    return [
      ...(languages.length > 1 ? kappaBelow(ofSet, LEAST_KAPPA, `the ${set} set`) : []),
      ...languages.flatMap((language) =>
        kappaBelow(
          ofSet.filter((o) => o.labelled.lead.language === language),
          LEAST_KAPPA_IN_A_LANGUAGE,
          `${language} of the ${set} set`,
        ),
      ),
    ]
  })
  const stray = outcomes.filter((o) => o.strayQuotes.length > 0).map((o) => o.labelled.lead.id)
  return stray.length === 0
    ? shortfalls
    : [...shortfalls, `Quotes that do not stand in the lead: ${stray.join(', ')}.`]
}

function kappaBelow(outcomes: readonly Outcome[], least: number, where: string): string[] {
  if (outcomes.length === 0) return []
  const kappa = actionKappa(outcomes.map((o) => ({ reference: o.labelled.label, other: o.engine })))
  return kappa >= least
    ? []
    : [`Kappa of the action on ${where} is ${kappa.toFixed(3)}, below ${least}.`]
}

const unique = <T>(values: readonly T[]) => [...new Set(values)]
