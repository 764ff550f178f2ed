/** What a run hands down to the runs that it feeds. */
import { z } from 'zod'
import { freeTextIn } from '../approvals/free-text.ts'

export interface Lineage {
  executionId: string
  /** What brought words from outside into it; null while it is clean. */
  taintedBy: string | null
  initiators: readonly string[]
}

/** The columns of an execution that another one feeds. */
export interface Inherited {
  fedBy: string
  taintedBy: string | null
  initiators: string[]
}

/**
 * The mark goes with free text, and not with what is an enum, a number, an id or a time.
 * @param shape says of the input's fields what they are; without it, every text but ids and times counts as free.
 */
export function inherit(
  { executionId, taintedBy, initiators }: Lineage,
  input: Record<string, unknown>,
  shape?: z.ZodObject,
): Inherited {
  // Our own code names the fields; only their values can be a stranger's.
  const fields = { properties: Object.fromEntries(Object.keys(input).map((key) => [key, {}])) }
  const words = freeTextIn(shape ? z.toJSONSchema(shape, { io: 'input' }) : fields, input)
  return {
    fedBy: executionId,
    taintedBy: words.length > 0 ? taintedBy : null,
    initiators: [...initiators],
  }
}
