/** Counts in windows of time: how often somebody has tried something. In one process, or shared by all. */

export interface Limit {
  /** What is counted, of whom. */
  key: string
  /** So often in a window, which begins with the first. */
  max: number
  windowMs: number
}

export interface Taken {
  /** Whether it was counted: under every key, or, where one was full, under none. */
  counted: boolean
  /** Counts so far: the first key's, or the full one's. */
  count: number
  /** Until that one's window ends. */
  endsInMs: number
}

export interface Counters {
  /** Counts under every key, unless one is full. @param limits one at least */
  take(limits: readonly Limit[]): Promise<Taken>
  /** Takes one count off each, where its window has not ended. */
  giveBack(limits: readonly Limit[]): Promise<void>
}
