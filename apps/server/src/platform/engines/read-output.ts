/** Reads a model's value, and says in words what is wrong with it: for the one correction that a model gets. */
import { z } from 'zod'
import { type EngineTask, modelOutputOf } from './engine.ts'

export type ReadOutput<T> = { value: T; complaints: [] } | { value: null; complaints: string[] }

/** Complaints told to a model at once. */
const MOST_COMPLAINTS = 10

/** @param raw parsed JSON; undefined where the model gave none. */
export function readOutput<T>(task: EngineTask<T>, raw: unknown): ReadOutput<T> {
  if (raw === undefined)
    return { value: null, complaints: ['There is no value: give one of the schema asked for.'] }
  try {
    const { value, complaints } = modelOutputOf(task).read(raw)
    return complaints.length === 0 ? { value, complaints: [] } : { value: null, complaints }
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const complaints = error.issues.map((i) => `${i.path.join('.') || 'the value'}: ${i.message}`)
    return { value: null, complaints }
  }
}

/** What a model is told that has answered wrong. The words of the complaints are ours, not the model's. */
export const correction = (complaints: readonly string[]): string =>
  [
    'Your answer cannot be taken. Mend exactly this and give the whole value again:',
    ...complaints.slice(0, MOST_COMPLAINTS).map((c) => `- ${c}`),
  ].join('\n')
