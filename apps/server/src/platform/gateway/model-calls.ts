/** What a model asked of a tool, and what it heard. */

export interface ModelToolAnswer {
  /** What the tool returned, or for an error the words that the model is told. */
  content: unknown
  isError: boolean
}

/** A call that this step made before it was interrupted, with its answer. */
export interface EarlierCall {
  name: string
  arguments: Record<string, unknown>
  answer: ModelToolAnswer
}

/** A question of this step that a person has decided since. */
export interface DecidedCall {
  name: string
  arguments: Record<string, unknown>
  nth: number
}
