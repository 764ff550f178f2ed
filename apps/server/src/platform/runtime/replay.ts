/** What a replay is of, and what it changes: the `replay` column of an execution. */
import { z } from 'zod'

export const Replay = z.strictObject({
  /** The execution whose journal answers. */
  of: z.uuid(),
  /** null: as the site has it now. */
  engine: z.string().nullable(),
  model: z.string().nullable(),
  prompt: z.string().nullable(),
})
export type Replay = z.infer<typeof Replay>

/** What an agent asks its engine differently in this run; all null in a run for real. */
export type RunVariant = Pick<Replay, 'engine' | 'model' | 'prompt'>

export const AS_IT_IS: RunVariant = { engine: null, model: null, prompt: null }

/** @returns null for a run for real. */
export const replayOf = (row: { replay: unknown }): Replay | null =>
  row.replay === null ? null : Replay.parse(row.replay)
