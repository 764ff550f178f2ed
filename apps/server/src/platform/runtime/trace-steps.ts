import { inSpan, type Tracing } from '../telemetry/tracing.ts'
import type { StepSpec } from './agent.ts'
import { AgentFailure } from './agent-failure.ts'
import type { Journal } from './journal.ts'
import { Suspension } from './suspension.ts'

/** The same journal, the work of each step inside a span; what is read back was done in another. */
export function traceSteps(journal: Journal, tracing: Tracing): Journal {
  const traced = <T>({ kind, name }: Pick<StepSpec<T>, 'kind' | 'name'>, work: () => Promise<T>) =>
    inSpan(
      tracing,
      {
        name: `step ${name}`,
        kind: 'internal',
        attributes: { 'insa.step.kind': kind, 'insa.step.name': name },
      },
      work,
      fateOf,
    )
  return {
    ...journal,
    step: (spec, work) => journal.step(spec, (place) => traced(spec, () => work(place))),
    store: (spec, work) => journal.store(spec, (tx) => traced(spec, () => work(tx))),
  }
}

/** Waiting for a person is no failure. */
function fateOf(error: unknown): string | null {
  if (error instanceof Suspension) return null
  if (error instanceof AgentFailure) return error.code
  return error instanceof Error ? error.name : typeof error
}
