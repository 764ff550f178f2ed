/** An engine answers one question: given a task and its data, return a value of a schema, and what it cost. */
import type { z } from 'zod'
import type { RunCost } from '../runtime/agent.ts'

export interface EngineTask<T> {
  /** Names the kind of task; the baseline has one plain function for each. */
  name: string
  data: unknown
  output: z.ZodType<T>
  signal: AbortSignal
}

export interface EngineAnswer<T> {
  value: T
  cost: RunCost
}

export interface Engine {
  readonly name: string
  run<T>(task: EngineTask<T>): Promise<EngineAnswer<T>>
}
