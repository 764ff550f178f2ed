/**
 * Words from outside mark a run (rule 5): from then on a model's calls that change something need a person. The mark stays
 * for the whole run, and passes to every run that is fed by its free text.
 */
import type { TenantTx } from '../database/database.ts'

export interface Taint {
  /** The tool, or the run, whose words came in first; null while nothing has. */
  readonly source: string | null
  /** @returns whether the run was clean until now: then the mark is to be kept. */
  mark(source: string): boolean
  /** Keeps the mark with the execution. */
  keep(tx: TenantTx): Promise<void>
}

/**
 * @param source what marked the run in an earlier attempt, or the run that feeds it.
 * @param write keeps a source with the execution.
 */
export function createTaint(
  source: string | null,
  write: (tx: TenantTx, source: string) => Promise<void>,
): Taint {
  let marked = source
  return {
    get source() {
      return marked
    },
    mark(by) {
      const isNew = marked === null
      marked ??= by
      return isNew
    },
    async keep(tx) {
      if (marked !== null) await write(tx, marked)
    },
  }
}
