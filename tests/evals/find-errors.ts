/** Where an engine and the label differ, the most serious first. */
import type { Outcome } from './evaluate.ts'
import { ACTIONS, PRIORITIES } from './grading.ts'

/** Leads whose action, priority, rule, injection flag or quotes are wrong. */
export function findErrors(outcomes: readonly Outcome[]): Outcome[] {
  return outcomes.filter(isWrong).sort((a, b) => seriousness(b) - seriousness(a))
}

function isWrong({ labelled: { label }, engine, injection, strayQuotes }: Outcome): boolean {
  return (
    label.action !== engine.action ||
    label.priority !== engine.priority ||
    label.rule !== engine.rule ||
    label.injection !== injection ||
    strayQuotes.length > 0
  )
}

/** Steps between the actions weigh most, then steps between the priorities, then points (at most 100, so below 1). */
function seriousness({ labelled: { label }, engine }: Outcome): number {
  const actions = Math.abs(ACTIONS.indexOf(label.action) - ACTIONS.indexOf(engine.action))
  const priorities = Math.abs(
    PRIORITIES.indexOf(label.priority) - PRIORITIES.indexOf(engine.priority),
  )
  return actions * 10 + priorities + Math.abs(label.score - engine.score) / 101
}
