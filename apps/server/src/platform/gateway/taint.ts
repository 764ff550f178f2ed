/**
 * Words from outside mark a run (rule 5): from then on a model's calls that change something need a person. The mark stays
 * for the whole run, and passes to every run that is fed by its free text.
 */
export interface Taint {
  /** The tool, or the run, whose words came in first; null while nothing has. */
  readonly source: string | null
  mark(source: string): void
}

/** @param source what marked the run in an earlier attempt, or the run that feeds it. */
export function createTaint(source: string | null = null): Taint {
  let marked = source
  return {
    get source() {
      return marked
    },
    mark(by) {
      marked ??= by
    },
  }
}
