/** Our own engine: plain functions, deterministic, no model, no network. Its results say `baseline`. */
import { NO_COST } from './add-costs.ts'
import type { Engine } from './engine.ts'
import { EngineFailure } from './engine-failure.ts'

const COST = { ...NO_COST, engine: 'baseline' }

/** @param functions one for each kind of task, given by the features. */
export function createBaselineEngine(
  functions: Readonly<Record<string, (data: unknown) => unknown>>,
): Engine {
  return {
    name: 'baseline',
    isFree: true,
    async run(task) {
      const judge = functions[task.name]
      if (!judge) throw new Error(`The baseline engine knows no task ${task.name}.`)
      task.signal.throwIfAborted()
      const value = task.output.safeParse(judge(task.data))
      if (!value.success)
        throw new EngineFailure('engine.invalid_output', value.error.message, COST)
      return { value: value.data, cost: COST, notes: [] }
    },
    close: async () => undefined,
  }
}
