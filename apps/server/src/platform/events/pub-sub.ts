/** Between processes: tells the others, at once and at most once. Whoever relies on it looks at the database from time to time. */
export interface PubSub {
  /** To every other process that has subscribed; not to this one. */
  publish(channel: Channel, message: string): void
  /** @returns ends the subscription. */
  subscribe(channel: Channel, listener: (message: string) => void): () => void
  close(): Promise<void>
}

/** `events`: some were numbered, or wait to be. `cancel`: the id of an execution that somebody wants stopped. */
export type Channel = 'events' | 'cancel'
