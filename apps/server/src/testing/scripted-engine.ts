/** An engine that answers from a list: for tests of what is around engines. */
import type { Engine, EngineWork } from '../platform/engines/engine.ts'
import { EngineFailure } from '../platform/engines/engine-failure.ts'
import { readOutput } from '../platform/engines/read-output.ts'
import type { RunCost } from '../platform/runtime/agent.ts'

/** What it gives: a value as a model would give it, or a failure. */
export type ScriptedValue = { raw: unknown } | { failure: EngineFailure }

export interface ScriptedEngine extends Engine {
  /** What it was asked, in order. */
  asked: EngineWork[]
}

export const scriptedCost = (over: Partial<RunCost> = {}): RunCost => ({
  engine: 'scripted',
  model: 'script',
  tokens: { input: 10, output: 5, cache_read: 0, cache_write: 0 },
  costUsd: '0.001000',
  ...over,
})

/** @param answer told the task and how many came before it. */
export function createScriptedEngine(
  answer: (task: EngineWork, before: number) => ScriptedValue | Promise<ScriptedValue>,
  name = 'scripted',
): ScriptedEngine {
  const asked: EngineWork[] = []
  return {
    name,
    asked,
    async run(task) {
      task.signal.throwIfAborted()
      asked.push(task)
      const given = await answer(task, asked.length - 1)
      task.signal.throwIfAborted()
      if ('failure' in given) throw given.failure
      const cost = scriptedCost({ engine: name })
      const read = readOutput(task, given.raw)
      if (read.value === null)
        throw new EngineFailure('engine.invalid_output', read.complaints.join('; '), cost)
      return { value: read.value, cost, notes: [] }
    },
    close: async () => undefined,
  }
}
