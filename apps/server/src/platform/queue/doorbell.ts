/** The queue only wakes (rule 3): a ring says "look for due work", and a lost ring costs a sweep's interval, nothing more. */
export interface Doorbell {
  /** Work of agents of this type may be due. Fails in silence: the sweep finds the work too. */
  ring(agentType: string): void
  /**
   * Answers rings for these types. While the listener's promise is pending no other ring is given to it: one that comes then
   * is kept, or goes to another process.
   * @returns takes the listener off, and waits for its last answer.
   */
  onRing(agentTypes: readonly string[], listener: () => Promise<void>): () => Promise<void>
  /** Rings no more. Call after every listener is off. */
  close(): Promise<void>
}
