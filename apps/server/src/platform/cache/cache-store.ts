/**
 * Where answers are kept: in one process, or in Redis for all of them. Beside the answers stand marks: a name's mark is
 * another after every change of what the name stands for, and never the same again. An answer is kept with the marks that
 * stood before it was worked out, and counts while they stand.
 */
export interface CacheStore {
  /** The marks of the names, in their order (one that has none gets one), and what is kept under the key. */
  look(names: readonly string[], key: string): Promise<{ marks: string[]; kept: string | null }>
  /** For so many milliseconds; it may be gone sooner. */
  keep(key: string, text: string, forMs: number): Promise<void>
  /** Gives each name another mark. */
  renew(names: readonly string[]): Promise<void>
  /** Calls back when marks may have been lost: those that stand may be older than what was renewed. */
  onDoubt(listener: () => void): void
}
