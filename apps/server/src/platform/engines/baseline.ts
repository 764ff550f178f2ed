/** Our own engine: plain functions, deterministic, no model, no network. Its results say `baseline`. */
import type { Engine } from './engine.ts'

const NOTHING_SPENT = { input: 0, output: 0, cache_read: 0, cache_write: 0 }

/** @param functions one for each kind of task, given by the features. */
export function createBaselineEngine(
  functions: Readonly<Record<string, (data: unknown) => unknown>>,
): Engine {
  return {
    name: 'baseline',
    async run(task) {
      const judge = functions[task.name]
      if (!judge) throw new Error(`The baseline engine knows no task ${task.name}.`)
      task.signal.throwIfAborted()
      return {
        value: task.output.parse(judge(task.data)),
        cost: { engine: 'baseline', model: null, tokens: NOTHING_SPENT, costUsd: '0' },
      }
    },
  }
}
